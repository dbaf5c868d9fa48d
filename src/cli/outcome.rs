//! How a command ended.

/// How a command ended that the machine did not stop.
pub enum Outcome {
    /// It did what it should.
    Fine,
    /// The handbook has errors, or warnings that are denied.
    Faulty,
}
