//! Output: formats, columns, tables, errors, help, languages and completion.

mod completion;
mod errors;
mod examples;
mod fields;
mod formats;
mod help;
mod hostile;
mod lang;
mod readme;
mod records;
mod streaming;
mod streams;
mod tables;
