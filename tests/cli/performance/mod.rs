//! Cost of a command: round trips, and the company that the measurements are made on.

mod bench_data;
mod round_trips;
