//! What is read out of a file.

use crate::import::grid::{Grid, Remark};

/// The tables of a file, and what is to be known about them.
#[derive(Debug, Default)]
pub struct Tables {
    pub grids: Vec<Grid>,
    pub remarks: Vec<Remark>,
}

impl Tables {
    /// Leaves the sheets of these names; all if there are none.
    ///
    /// # Errors
    ///
    /// If there is none of such a name, as lines of a message.
    pub fn select(&mut self, names: &[String]) -> Result<(), String> {
        if names.is_empty() {
            return Ok(());
        }
        let known: Vec<String> = self.grids.iter().map(|it| format!("`{}`", it.name)).collect();
        let is_unknown = |name: &&String| !self.grids.iter().any(|grid| grid.name == **name);
        if let Some(unknown) = names.iter().find(is_unknown) {
            let known = known.join(", ");
            return Err(format!("there is no sheet `{unknown}`\nhelp: there are {known}"));
        }
        self.grids.retain(|grid| names.contains(&grid.name));
        self.remarks.retain(|remark| names.contains(&remark.sheet));
        Ok(())
    }
}
