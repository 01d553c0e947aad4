//! Names that nearly every handler needs.

pub use clap::Args;

pub use super::verb::{Handler, Verb};
pub use crate::complete;
pub use crate::context::Context;
pub use crate::domain::{Actor, Instant};
pub use crate::error::{Error, Result};
pub use crate::policy::{self, Capability};
pub use crate::prompt::{Form, Given, Question, Source};
pub use crate::record::{Fields, Record};
pub use crate::t;
