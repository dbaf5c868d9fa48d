//! What a host shows for an unknown address.

use serde::Serialize;

/// `not-found`: what a host shows for an unknown address.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct NotFoundView {}
