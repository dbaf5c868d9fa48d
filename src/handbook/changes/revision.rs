//! A handbook at one time.

use crate::handbook::model::Handbook;
use crate::handbook::routes::Routes;

/// A handbook at one time, and where its pages stood.
#[derive(Clone, Copy)]
pub struct Revision<'h> {
    pub handbook: &'h Handbook,
    pub routes: &'h Routes,
}
