//! What is read out of a file.

use crate::import::grid::{Grid, Remark};

/// The tables of a file, and what is to be known about them.
#[derive(Debug, Default)]
pub struct Tables {
    pub grids: Vec<Grid>,
    pub remarks: Vec<Remark>,
}
