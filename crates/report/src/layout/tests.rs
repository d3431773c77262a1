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
