//! Signals while a question stands at the terminal: whatever ends the program has to restore the terminal first.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use rustix::event::Timespec;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::{flag, low_level};

/// Longest time before a signal is noticed.
pub(super) const TICK: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 200_000_000,
};

/// The exit status of a prompt that was interrupted, as the shell has it: 128 + SIGINT.
const INTERRUPTED: i32 = 130;

/// Has Ctrl-C end the program with status 130 at a prompt, as everywhere. Returns the switch that turns it off.
pub(super) fn exits_on_interrupt() -> &'static Arc<AtomicBool> {
    static EXITS: OnceLock<Arc<AtomicBool>> = OnceLock::new();
    EXITS.get_or_init(|| {
        let exits = Arc::new(AtomicBool::new(true));
        if flag::register_conditional_shutdown(SIGINT, INTERRUPTED, Arc::clone(&exits)).is_err() {
            tracing::debug!("SIGINT keeps its default action");
        }
        exits
    })
}

/// Signals received while the terminal was not in its normal state.
struct Caught {
    interrupted: Arc<AtomicBool>,
    ended: Arc<AtomicBool>,
    /// `true` if SIGTERM ends the program at once, as it does without a prompt.
    at_once: Arc<AtomicBool>,
}

fn caught() -> &'static Caught {
    static CAUGHT: OnceLock<Caught> = OnceLock::new();
    CAUGHT.get_or_init(|| {
        let caught = Caught {
            interrupted: Arc::new(AtomicBool::new(false)),
            ended: Arc::new(AtomicBool::new(false)),
            at_once: Arc::new(AtomicBool::new(true)),
        };
        // Not SIGHUP: a terminal that is gone needs no restoring.
        let registered = flag::register(SIGINT, Arc::clone(&caught.interrupted)).is_ok()
            && flag::register_conditional_default(SIGTERM, Arc::clone(&caught.at_once)).is_ok()
            && flag::register(SIGTERM, Arc::clone(&caught.ended)).is_ok();
        if !registered {
            tracing::debug!("some signals keep their default action");
        }
        caught
    })
}

/// Number of holders of the signals: the last one releases them.
static HOLDERS: AtomicUsize = AtomicUsize::new(0);

/// From here to its end, signals wait to be looked at.
pub(super) struct Held;

impl Held {
    pub(super) fn start() -> Self {
        HOLDERS.fetch_add(1, Ordering::SeqCst);
        let caught = caught();
        caught.interrupted.store(false, Ordering::SeqCst);
        caught.at_once.store(false, Ordering::SeqCst);
        exits_on_interrupt().store(false, Ordering::SeqCst);
        Self
    }

    /// Tests for a signal that cancels the question.
    pub(super) fn cancels(&self) -> bool {
        let caught = caught();
        caught.interrupted.load(Ordering::SeqCst) || caught.ended.load(Ordering::SeqCst)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if HOLDERS.fetch_sub(1, Ordering::SeqCst) > 1 {
            return;
        }
        let caught = caught();
        caught.at_once.store(true, Ordering::SeqCst);
        exits_on_interrupt().store(true, Ordering::SeqCst);
        if caught.ended.load(Ordering::SeqCst) {
            // The terminal is restored by now.
            let _ = low_level::emulate_default_handler(SIGTERM);
        }
    }
}
