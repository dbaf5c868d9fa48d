//! Values that are dropped on another thread.

use std::ops::Deref;

/// A value that is dropped on another thread: to take a large handbook apart takes a while, for which no build needs to
/// wait.
pub struct DropInBackground<T: Send + 'static>(Option<T>);

impl<T: Send + 'static> DropInBackground<T> {
    /// The value, for as long as this lives.
    pub fn new(value: T) -> Self {
        Self(Some(value))
    }
}

impl<T: Send + 'static> Deref for DropInBackground<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_ref().expect("only a drop takes it out")
    }
}

impl<T: Send + 'static> Drop for DropInBackground<T> {
    fn drop(&mut self) {
        let value = self.0.take();
        rayon::spawn(move || drop(value));
    }
}
