//! Coordinates: rows relaxed towards their neighbours, columns side by side, links as poly-lines.

use super::columns::Columns;
use super::order::{Cell, Grid};
use super::{Graph, Layout, Measure, Place};

/// Height a passing link needs in a column.
const DUMMY_HEIGHT: f64 = 6.0;

pub(super) fn place(graph: &Graph, lanes: &[usize], columns: &Columns, grid: &Grid, m: &Measure) -> Layout {
    let heights: Vec<f64> = grid
        .cells
        .iter()
        .map(|cell| match cell {
            Cell::Node(n) => graph.nodes.get(*n).map_or(0.0, |n| n.height),
            Cell::Dummy(_) => DUMMY_HEIGHT,
        })
        .collect();
    let tops = relax(grid, &heights, m);
    let (lane_boxes, column_x, width) = horizontal(graph, columns, m);
    let mut layout = Layout { lanes: lane_boxes, width, ..Layout::default() };
    let mut bottom = m.top;
    for (i, node) in graph.nodes.iter().enumerate() {
        let column = columns.of.get(i).copied().unwrap_or(0);
        let y = tops.get(i).copied().unwrap_or(m.top);
        bottom = f64::max(bottom, y + node.height);
        layout.nodes.push(Place {
            lane: lanes.get(i).copied().unwrap_or(0),
            x: column_x.get(column).copied().unwrap_or(0.0),
            y,
            w: m.node_width,
            h: node.height,
        });
    }
    layout.height = bottom + m.row_gap * 2.0;
    layout.links = graph
        .links
        .iter()
        .zip(&grid.paths)
        .map(|(&ends, path)| route(ends, path, &layout.nodes, grid, &tops, &column_x, columns, m))
        .collect();
    layout
}

/// Tops of all cells: stacked in order, then moved towards the mean of their neighbours without
/// changing the order, and shifted so that nothing stands above the top line.
fn relax(grid: &Grid, heights: &[f64], m: &Measure) -> Vec<f64> {
    let mut centre = vec![0.0; grid.cells.len()];
    for column in &grid.columns {
        let mut y = 0.0;
        for &cell in column {
            let h = heights.get(cell).copied().unwrap_or(0.0);
            if let Some(c) = centre.get_mut(cell) {
                *c = y + h / 2.0;
            }
            y += h + m.row_gap;
        }
        // Columns start centred on one axis, so that short ones stand beside the middle of long ones.
        for &cell in column {
            if let Some(c) = centre.get_mut(cell) {
                *c -= y / 2.0;
            }
        }
    }
    for round in 0..10 {
        for step in 0..grid.columns.len() {
            let index = if round % 2 == 0 { step } else { grid.columns.len() - 1 - step };
            if let Some(column) = grid.columns.get(index) {
                settle(column, grid, heights, &mut centre, m);
            }
        }
    }
    let top = grid
        .cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| matches!(cell, Cell::Node(_)))
        .map(|(i, _)| centre.get(i).copied().unwrap_or(0.0) - heights.get(i).copied().unwrap_or(0.0) / 2.0)
        .fold(f64::INFINITY, f64::min);
    let shift = if top.is_finite() { m.top - top } else { 0.0 };
    centre.iter().zip(heights).map(|(c, h)| (c - h / 2.0 + shift).round()).collect()
}

/// Places one column as near as possible to where its neighbours want it (isotonic regression by
/// pooling adjacent violators over the wishes less the space each cell needs).
fn settle(column: &[usize], grid: &Grid, heights: &[f64], centre: &mut [f64], m: &Measure) {
    let mut offset = 0.0;
    let mut blocks: Vec<(f64, f64)> = Vec::with_capacity(column.len());
    let mut offsets = Vec::with_capacity(column.len());
    let mut previous: Option<f64> = None;
    for &cell in column {
        let half = heights.get(cell).copied().unwrap_or(0.0) / 2.0;
        if let Some(before) = previous {
            offset += before + half + m.row_gap;
        }
        previous = Some(half);
        offsets.push(offset);
        let mut block = (wish(cell, grid, centre) - offset, 1.0);
        while let Some(&(value, weight)) = blocks.last() {
            if value <= block.0 {
                break;
            }
            blocks.pop();
            block = ((value * weight + block.0 * block.1) / (weight + block.1), weight + block.1);
        }
        blocks.push(block);
    }
    let values = blocks.iter().flat_map(|&(value, weight)| std::iter::repeat_n(value, weight as usize));
    for ((&cell, value), offset) in column.iter().zip(values).zip(offsets) {
        if let Some(c) = centre.get_mut(cell) {
            *c = value + offset;
        }
    }
}

fn wish(cell: usize, grid: &Grid, centre: &[f64]) -> f64 {
    let own = centre.get(cell).copied().unwrap_or(0.0);
    let near = |side: &[Vec<usize>]| -> (f64, f64) {
        let list = side.get(cell).map_or(&[][..], Vec::as_slice);
        (list.iter().filter_map(|&n| centre.get(n)).sum(), list.len() as f64)
    };
    let (left, l) = near(&grid.left);
    let (right, r) = near(&grid.right);
    if l + r == 0.0 { own } else { (left + right) / (l + r) }
}

/// Lane boxes, left edge of each column and the width of the whole.
fn horizontal(graph: &Graph, columns: &Columns, m: &Measure) -> (Vec<(f64, f64)>, Vec<f64>, f64) {
    let mut x = 0.0;
    let mut boxes = Vec::with_capacity(graph.lanes);
    let mut lefts = vec![0.0; columns.count().max(1)];
    for pair in columns.first.windows(2) {
        let &[first, next] = pair else { continue };
        let start = x;
        x += m.lane_padding;
        for column in first..next {
            if let Some(left) = lefts.get_mut(column) {
                *left = x;
            }
            x += m.node_width;
            if column + 1 < next {
                x += m.column_gap;
            }
        }
        x += m.lane_padding;
        boxes.push((start, x - start));
    }
    (boxes, lefts, x)
}

#[allow(clippy::too_many_arguments)]
fn route(
    (a, b): (usize, usize),
    path: &[usize],
    nodes: &[Place],
    grid: &Grid,
    tops: &[f64],
    column_x: &[f64],
    columns: &Columns,
    m: &Measure,
) -> Vec<[f64; 2]> {
    let (Some(from), Some(to)) = (nodes.get(a), nodes.get(b)) else { return Vec::new() };
    let middle = |p: &Place| p.y + p.h / 2.0;
    if path.is_empty() {
        return same_or_back(from, to, m);
    }
    let mut points = vec![[from.x + from.w, middle(from)]];
    let start = columns.of.get(a).copied().unwrap_or(0);
    for (step, &cell) in path.iter().enumerate() {
        if let Some(Cell::Dummy(_)) = grid.cells.get(cell) {
            let x = column_x.get(start + step).copied().unwrap_or(from.x);
            let y = tops.get(cell).copied().unwrap_or(0.0) + DUMMY_HEIGHT / 2.0;
            points.push([x, y]);
            points.push([x + m.node_width, y]);
        }
    }
    points.push([to.x, middle(to)]);
    points
}

/// A link inside one column runs between the facing edges where the nodes are neighbours, else
/// along the column's right side; a link against the lanes leaves left and arrives right.
fn same_or_back(from: &Place, to: &Place, m: &Measure) -> Vec<[f64; 2]> {
    if (from.x - to.x).abs() < 0.5 {
        let gap = if from.y < to.y { to.y - (from.y + from.h) } else { from.y - (to.y + to.h) };
        let x = from.x + from.w / 2.0;
        if gap <= m.row_gap * 2.0 {
            let (start, end) = if from.y < to.y { (from.y + from.h, to.y) } else { (from.y, to.y + to.h) };
            return vec![[x, start], [x, end]];
        }
        let side = from.x + from.w;
        let out = side + m.lane_padding / 2.0;
        return vec![
            [side, from.y + from.h / 2.0],
            [out, from.y + from.h / 2.0],
            [out, to.y + to.h / 2.0],
            [side, to.y + to.h / 2.0],
        ];
    }
    vec![[from.x, from.y + from.h / 2.0], [to.x + to.w, to.y + to.h / 2.0]]
}
