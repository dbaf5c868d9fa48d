//! What may be let go of before what holds it: the blocks of a level are of no use once its body is read, and the bodies
//! of ten thousand levels need the room.

use std::sync::{Arc, Mutex, PoisonError};

/// A value that may be let go of before what holds it.
#[derive(Debug)]
pub struct Held<T>(Mutex<Option<Arc<T>>>);

impl<T> Held<T> {
    pub fn new(value: T) -> Self {
        Self(Mutex::new(Some(Arc::new(value))))
    }

    /// The value.
    ///
    /// # Panics
    ///
    /// If it was let go of.
    pub fn get(&self) -> Arc<T> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(held.as_ref().expect("it is let go of after the last who asks for it"))
    }

    /// Lets go of the value.
    pub fn let_go(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
