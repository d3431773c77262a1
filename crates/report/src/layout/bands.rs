//! A long drawing folded into bands, so that it fits a screen.

use super::{Graph, Layout, Measure, Place};

/// The shape that is aimed at: width over height.
const SHAPE: f64 = 1.25;
/// Most bands.
const MOST: usize = 6;
/// How far a link goes round what stands between its ends, in px.
const AROUND: f64 = 44.0;
/// Fewest columns of a band: a chain of three reads as a line.
const FEWEST: usize = 3;

/// A drawing in bands.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Folded {
    /// Place of each node; the lane is its column in the band.
    pub nodes: Vec<Place>,
    /// Poly-line of each link, upstream end first, and whether it goes from band to band: then it leaves below or
    /// above, not at a side.
    pub links: Vec<(Vec<[f64; 2]>, bool)>,
    /// Width of the whole.
    pub width: f64,
    /// Height of the whole.
    pub height: f64,
}

/// Folds a layout whose lanes are of one width into the bands that come nearest to the shape of a screen. The first
/// band runs to the right, the next one back to the left, and so on, so that what follows stays near. One band is
/// the layout as it is.
#[must_use]
pub fn fold(graph: &Graph, layout: Layout, measure: &Measure) -> Folded {
    let lanes = layout.lanes.len().max(1);
    let gap = measure.row_gap * 2.0;
    let shapes = (1..=MOST.min(lanes)).map(|bands| {
        let columns = lanes.div_ceil(bands).max(FEWEST.min(lanes));
        let width = layout.width * columns as f64 / lanes as f64;
        let height: f64 = extents(&layout, columns).iter().map(|(top, bottom)| bottom - top + gap).sum();
        (columns, (width / height.max(1.0) / SHAPE).ln().abs())
    });
    let best = shapes.min_by(|a, b| a.1.total_cmp(&b.1)).map_or(lanes, |(columns, _)| columns);
    if best >= lanes {
        return Folded {
            nodes: layout.nodes,
            links: layout.links.into_iter().map(|points| (points, false)).collect(),
            width: layout.width,
            height: layout.height,
        };
    }
    Bands::new(&layout, best, measure).fold(graph, layout)
}

/// Top and bottom of the nodes of each band.
fn extents(layout: &Layout, columns: usize) -> Vec<(f64, f64)> {
    let bands = layout.lanes.len().max(1).div_ceil(columns);
    let mut extents = vec![(f64::INFINITY, f64::NEG_INFINITY); bands];
    for place in &layout.nodes {
        if let Some((top, bottom)) = extents.get_mut(place.lane / columns) {
            *top = top.min(place.y);
            *bottom = bottom.max(place.y + place.h);
        }
    }
    extents.into_iter().map(|(top, bottom)| if top <= bottom { (top, bottom) } else { (0.0, 0.0) }).collect()
}

struct Bands {
    columns: usize,
    width: f64,
    /// Left edge of each band in the layout, and how far its points move down.
    bands: Vec<(f64, f64)>,
    height: f64,
}

impl Bands {
    fn new(layout: &Layout, columns: usize, measure: &Measure) -> Bands {
        let mut y = measure.top;
        let mut bands = Vec::new();
        for (band, (top, bottom)) in extents(layout, columns).into_iter().enumerate() {
            let left = layout.lanes.get(band * columns).map_or(0.0, |lane| lane.0);
            bands.push((left, y - top));
            y += bottom - top + measure.row_gap * 2.0;
        }
        let width = layout.lanes.iter().take(columns).map(|lane| lane.1).sum();
        Bands { columns, width, bands, height: y }
    }

    fn of(&self, place: &Place) -> usize {
        place.lane / self.columns
    }

    fn point(&self, band: usize, [x, y]: [f64; 2]) -> [f64; 2] {
        let (left, down) = self.bands.get(band).copied().unwrap_or_default();
        let x = x - left;
        [if band % 2 == 1 { self.width - x } else { x }, y + down]
    }

    fn place(&self, place: &Place) -> Place {
        let band = self.of(place);
        let column = place.lane % self.columns;
        let [x, y] = self.point(band, [place.x, place.y]);
        let (x, lane) = if band % 2 == 1 { (x - place.w, self.columns - 1 - column) } else { (x, column) };
        Place { lane, x, y, ..*place }
    }

    fn fold(&self, graph: &Graph, layout: Layout) -> Folded {
        let nodes: Vec<Place> = layout.nodes.iter().map(|place| self.place(place)).collect();
        let ends = |at: usize| Some((layout.nodes.get(at)?, nodes.get(at)?));
        let links = graph
            .links
            .iter()
            .zip(&layout.links)
            .map(|((up, down), points)| {
                let (Some((up, from)), Some((down, to))) = (ends(*up), ends(*down)) else {
                    return (Vec::new(), false);
                };
                let (above, below) = (self.of(up), self.of(down));
                if above == below {
                    return (points.iter().map(|point| self.point(above, *point)).collect(), false);
                }
                let over = [from, to].map(|of| of.y);
                let (high, low) = (over[0].min(over[1]), over[0].max(over[1]));
                let between = |of: &Place| of.lane == from.lane && of.y > high && of.y < low;
                if from.lane == to.lane && nodes.iter().any(between) {
                    // Around what stands between, or the two ends would seem to be linked with that.
                    let side = |of: &Place| [of.x, of.y + of.h / 2.0];
                    let (a, b) = (side(from), side(to));
                    return (vec![a, [a[0] - AROUND, (a[1] + b[1]) / 2.0], b], false);
                }
                let edge = |of: &Place, low: bool| [of.x + of.w / 2.0, if low { of.y + of.h } else { of.y }];
                (vec![edge(from, above < below), edge(to, above > below)], true)
            })
            .collect();
        Folded { links, nodes, width: self.width, height: self.height }
    }
}
