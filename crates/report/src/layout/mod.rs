//! Layered layout of a thread in lanes.
//!
//! The method is Sugiyama's (Sugiyama, Tagawa, Toda: "Methods for Visual Understanding of
//! Hierarchical System Structures", 1981) with the layers given: a node's column is its stage's
//! lane and, inside a crowded lane, its depth among the lane's own links. Long links get dummy
//! nodes, barycentre sweeps order each column, and a relaxation pulls nodes towards their
//! neighbours. No step is quadratic in the number of links.

mod bands;
mod columns;
mod layers;
mod order;
mod place;

pub use bands::{Folded, fold};
pub use columns::lane_of_floating;
pub use layers::layers;

/// Widths and gaps of the drawing, in px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure {
    /// Width of a node.
    pub node_width: f64,
    /// Gap between two columns of one lane.
    pub column_gap: f64,
    /// Space left and right of a lane's columns.
    pub lane_padding: f64,
    /// Gap between two nodes of a column.
    pub row_gap: f64,
    /// Space above the first row, where the lanes' names stand.
    pub top: f64,
}

impl Default for Measure {
    fn default() -> Self {
        Measure { node_width: 148.0, column_gap: 28.0, lane_padding: 16.0, row_gap: 18.0, top: 56.0 }
    }
}

/// What is laid out.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    /// Nodes, addressed by their index.
    pub nodes: Vec<Node>,
    /// Links from upstream to downstream, by the nodes' indices. Links out of range are ignored.
    pub links: Vec<(usize, usize)>,
    /// How many lanes there are.
    pub lanes: usize,
}

/// A node before it has a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Node {
    /// Its lane; none for what belongs to any stage (decisions, loop-backs): it goes where its neighbours are.
    pub lane: Option<usize>,
    /// Its height in px.
    pub height: f64,
}

/// Where everything stands, in px.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Layout {
    /// Place of each node.
    pub nodes: Vec<Place>,
    /// Poly-line of each link of the graph, upstream end first.
    pub links: Vec<Vec<[f64; 2]>>,
    /// Left edge and width of each lane.
    pub lanes: Vec<(f64, f64)>,
    /// Width of the whole.
    pub width: f64,
    /// Height of the whole.
    pub height: f64,
}

/// Place of a node.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Place {
    /// Its lane.
    pub lane: usize,
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

/// Lays a thread out. The same graph gives the same layout.
#[must_use]
pub fn lay_out(graph: &Graph, measure: &Measure) -> Layout {
    let lanes = lane_of_floating(graph);
    let columns = columns::assign(graph, &lanes);
    let mut grid = order::Grid::new(graph, &columns);
    grid.sweep(12);
    place::place(graph, &lanes, &columns, &grid, measure)
}

#[cfg(test)]
mod tests;
