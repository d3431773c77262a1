#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use proptest::prelude::*;

use super::*;

fn graph(lanes: &[usize], links: &[(usize, usize)]) -> Graph {
    Graph {
        nodes: lanes.iter().map(|&l| Node { lane: Some(l), height: 60.0 }).collect(),
        links: links.to_vec(),
        lanes: 7,
    }
}

#[test]
fn a_chain_over_all_lanes_is_a_straight_line() {
    let g = graph(&[0, 1, 2, 3, 4, 5, 6], &[(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6)]);
    let layout = lay_out(&g, &Measure::default());
    let first = layout.nodes[0].y;
    assert!(layout.nodes.iter().all(|n| (n.y - first).abs() < 1.0), "{:?}", layout.nodes);
}

#[test]
fn parallel_chains_do_not_cross() {
    let g = graph(&[0, 0, 1, 1, 2, 2], &[(0, 3), (1, 2), (3, 4), (2, 5)]);
    let l = lay_out(&g, &Measure::default());
    let above = |a: usize, b: usize| l.nodes[a].y < l.nodes[b].y;
    assert_eq!(above(0, 1), above(3, 2));
    assert_eq!(above(3, 2), above(4, 5));
}

#[test]
fn a_decision_stands_in_the_lane_of_what_it_decides() {
    let mut g = graph(&[0, 3], &[(0, 2), (2, 1)]);
    g.nodes.push(Node { lane: None, height: 40.0 });
    assert_eq!(lane_of_floating(&g)[2], 3);
}

#[test]
fn a_long_link_runs_through_the_columns_between() {
    let g = graph(&[0, 3], &[(0, 1)]);
    let l = lay_out(&g, &Measure::default());
    assert_eq!(l.links[0].len(), 2 + 2 * 2);
}

#[test]
fn cycles_and_links_to_nowhere_are_laid_out() {
    let g = graph(&[2, 2, 4], &[(0, 1), (1, 0), (2, 0), (0, 2), (7, 1), (1, 1)]);
    let l = lay_out(&g, &Measure::default());
    assert_eq!(l.nodes.len(), 3);
    assert_eq!(l.links.len(), 6);
    assert!(l.links[4].is_empty());
}

proptest! {
    #[test]
    fn no_two_nodes_overlap_and_all_lie_inside(
        lanes in prop::collection::vec((0usize..7, 30.0f64..120.0), 1..60),
        raw in prop::collection::vec((0usize..60, 0usize..60), 0..120),
    ) {
        let n = lanes.len();
        let g = Graph {
            nodes: lanes.iter().map(|&(l, h)| Node { lane: (h > 40.0).then_some(l), height: h }).collect(),
            links: raw.into_iter().map(|(a, b)| (a % n, b % n)).collect(),
            lanes: 7,
        };
        let m = Measure::default();
        let l = lay_out(&g, &m);
        prop_assert_eq!(&l, &lay_out(&g, &m));
        for (i, a) in l.nodes.iter().enumerate() {
            prop_assert!(a.x >= 0.0 && a.x + a.w <= l.width + 0.5 && a.y + 1.0 >= m.top && a.y + a.h <= l.height);
            for b in &l.nodes[i + 1..] {
                let apart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y + 1.0 || b.y + b.h <= a.y + 1.0;
                prop_assert!(apart, "{:?} {:?}", a, b);
            }
        }
    }
}

#[test]
fn layers_follow_the_longest_way() {
    assert_eq!(layers(4, &[(0, 1), (1, 2), (0, 2), (2, 3)]), [0, 1, 2, 3]);
}

#[test]
fn a_circle_is_broken_before_the_node_that_comes_first() {
    assert_eq!(layers(3, &[(0, 1), (1, 2), (2, 0)]), [0, 1, 2]);
    assert_eq!(layers(3, &[(2, 0), (0, 1), (1, 2)]), [0, 1, 2]);
    // What nothing leads to comes before a circle that it feeds.
    assert_eq!(layers(3, &[(0, 1), (1, 0), (2, 0)]), [1, 2, 0]);
}

#[test]
fn what_touches_nothing_is_spread_over_the_layers() {
    assert_eq!(layers(5, &[]), [0, 1, 2, 3, 0]);
    assert_eq!(layers(1, &[(0, 0), (0, 7), (9, 0)]), [0]);
}

proptest! {
    #[test]
    fn links_lead_to_a_later_layer_unless_they_close_a_circle(
        links in prop::collection::vec((0usize..12, 0usize..12), 0..40)
    ) {
        let forward: Vec<(usize, usize)> = links.iter().copied().filter(|(a, b)| a < b).collect();
        let layer = layers(12, &forward);
        prop_assert!(forward.iter().all(|(a, b)| layer[*a] < layer[*b]), "{:?}", layer);
        prop_assert!(layers(12, &links).iter().all(|l| *l < 12));
    }
}

fn chain(nodes: usize) -> Graph {
    Graph {
        nodes: (0..nodes).map(|lane| Node { lane: Some(lane), height: 60.0 }).collect(),
        links: (1..nodes).map(|to| (to - 1, to)).chain([(nodes - 1, 0)]).collect(),
        lanes: nodes,
    }
}

#[test]
fn a_long_chain_is_folded_there_and_back() {
    let measure = Measure::default();
    let g = chain(9);
    let folded = fold(&g, lay_out(&g, &measure), &measure);
    let columns = folded.nodes.iter().map(|n| n.lane).max().unwrap() + 1;
    assert!((2..=4).contains(&columns), "{columns}");
    let shape = folded.width / folded.height;
    assert!((0.7..2.2).contains(&shape), "{shape}");
    // What follows the end of a band stands below it.
    let (end, next) = (&folded.nodes[columns - 1], &folded.nodes[columns]);
    assert!((end.x - next.x).abs() < 1.0 && next.y > end.y + end.h);
    assert!(folded.links[columns - 1].1, "it leaves below");
    assert!(!folded.links[0].1);
    // A link inside a band that runs back leaves at the left.
    let (points, across) = &folded.links[columns];
    let from = &folded.nodes[columns];
    assert!(!across && (points[0][0] - from.x).abs() < 1.0, "{points:?} {from:?}");
}

#[test]
fn a_drawing_that_fits_stays_as_it_is() {
    let measure = Measure::default();
    let g = graph(&[0, 0, 0, 1, 1, 1], &[(0, 3), (1, 4), (2, 5)]);
    let g = Graph { lanes: 2, ..g };
    let layout = lay_out(&g, &measure);
    let folded = fold(&g, layout.clone(), &measure);
    assert_eq!((folded.nodes, folded.width, folded.height), (layout.nodes, layout.width, layout.height));
    let none = Graph::default();
    assert_eq!(fold(&none, lay_out(&none, &measure), &measure).nodes, []);
}

proptest! {
    #[test]
    fn folded_nodes_stand_apart_and_inside(nodes in 1usize..40) {
        let measure = Measure::default();
        let g = chain(nodes);
        let folded = fold(&g, lay_out(&g, &measure), &measure);
        for (at, a) in folded.nodes.iter().enumerate() {
            prop_assert!(a.x >= 0.0 && a.x + a.w <= folded.width + 0.5 && a.y + a.h <= folded.height + 0.5);
            for b in &folded.nodes[at + 1..] {
                let apart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
                prop_assert!(apart, "{a:?} {b:?}");
            }
        }
    }
}
