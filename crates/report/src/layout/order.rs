//! Order of the nodes in each column: dummy nodes for long links, then barycentre sweeps.

use super::Graph;
use super::columns::Columns;

/// A cell of a column: a node of the graph, or a dummy of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell {
    Node(usize),
    Dummy(usize),
}

/// Cells with their neighbours to the left and right, and their order in each column.
pub(super) struct Grid {
    pub cells: Vec<Cell>,
    /// Cells of each column from top to bottom.
    pub columns: Vec<Vec<usize>>,
    /// Cells each link of the graph passes, upstream end first; empty for links inside a column or against the lanes.
    pub paths: Vec<Vec<usize>>,
    pub left: Vec<Vec<usize>>,
    pub right: Vec<Vec<usize>>,
}

impl Grid {
    pub(super) fn new(graph: &Graph, columns: &Columns) -> Grid {
        let mut grid = Grid {
            cells: (0..graph.nodes.len()).map(Cell::Node).collect(),
            columns: vec![Vec::new(); columns.count().max(1)],
            paths: vec![Vec::new(); graph.links.len()],
            left: vec![Vec::new(); graph.nodes.len()],
            right: vec![Vec::new(); graph.nodes.len()],
        };
        for (node, &column) in columns.of.iter().enumerate() {
            if let Some(list) = grid.columns.get_mut(column) {
                list.push(node);
            }
        }
        for (link, &(a, b)) in graph.links.iter().enumerate() {
            let (Some(&ca), Some(&cb)) = (columns.of.get(a), columns.of.get(b)) else { continue };
            if ca >= cb {
                continue;
            }
            let mut path = vec![a];
            for column in ca + 1..cb {
                let cell = grid.add_dummy(link, column);
                grid.join(*path.last().unwrap_or(&a), cell);
                path.push(cell);
            }
            grid.join(*path.last().unwrap_or(&a), b);
            path.push(b);
            if let Some(slot) = grid.paths.get_mut(link) {
                *slot = path;
            }
        }
        grid
    }

    fn add_dummy(&mut self, link: usize, column: usize) -> usize {
        let cell = self.cells.len();
        self.cells.push(Cell::Dummy(link));
        self.left.push(Vec::new());
        self.right.push(Vec::new());
        if let Some(list) = self.columns.get_mut(column) {
            list.push(cell);
        }
        cell
    }

    fn join(&mut self, a: usize, b: usize) {
        if let Some(list) = self.right.get_mut(a) {
            list.push(b);
        }
        if let Some(list) = self.left.get_mut(b) {
            list.push(a);
        }
    }

    /// Sorts every column by the mean position of its neighbours, from the left and from the right in turn.
    pub(super) fn sweep(&mut self, rounds: usize) {
        let mut rank = self.ranks();
        for round in 0..rounds {
            let from_left = round % 2 == 0;
            let count = self.columns.len();
            for step in 0..count {
                let index = if from_left { step } else { count - 1 - step };
                let sides = if from_left { &self.left } else { &self.right };
                let Some(column) = self.columns.get_mut(index) else { continue };
                let mut keyed: Vec<(f64, usize)> =
                    column.iter().map(|&cell| (barycentre(sides, &rank, cell), cell)).collect();
                // A stable sort keeps cells without neighbours where they were among equals.
                keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
                *column = keyed.into_iter().map(|(_, cell)| cell).collect();
                let length = column.len().max(1) as f64;
                for (row, &cell) in column.iter().enumerate() {
                    if let Some(r) = rank.get_mut(cell) {
                        *r = (row as f64 + 0.5) / length;
                    }
                }
            }
        }
    }

    fn ranks(&self) -> Vec<f64> {
        let mut rank = vec![0.0; self.cells.len()];
        for column in &self.columns {
            let length = column.len().max(1) as f64;
            for (row, &cell) in column.iter().enumerate() {
                if let Some(r) = rank.get_mut(cell) {
                    *r = (row as f64 + 0.5) / length;
                }
            }
        }
        rank
    }
}

fn barycentre(sides: &[Vec<usize>], rank: &[f64], cell: usize) -> f64 {
    let own = rank.get(cell).copied().unwrap_or(0.0);
    let neighbours = sides.get(cell).map_or(&[][..], Vec::as_slice);
    if neighbours.is_empty() {
        return own;
    }
    let sum: f64 = neighbours.iter().filter_map(|&n| rank.get(n)).sum();
    sum / neighbours.len() as f64
}
