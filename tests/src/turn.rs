//! Who may run now: tests run side by side, unless one asks to be alone.

use std::{
    cell::Cell,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
};

static TURNS: Mutex<Turns> = Mutex::new(Turns { running: 0, waiting: 0, alone: false });
static CHANGED: Condvar = Condvar::new();

/// How many tests run, how many of them wait to be alone, and whether one is.
struct Turns {
    running: usize,
    waiting: usize,
    alone: bool,
}

/// A running test's place among the others; the suite takes it.
pub struct Turn(());

impl Turn {
    /// Waits while another test is alone.
    #[must_use]
    pub fn take() -> Self {
        let mut turns = wait_while(lock(), |it| it.alone);
        turns.running += 1;
        Self(())
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        lock().running -= 1;
        CHANGED.notify_all();
    }
}

thread_local! {
    /// How often this thread has asked to be alone, and still is.
    static HELD: Cell<u32> = const { Cell::new(0) };
}

/// Until this is dropped, no other test of this binary runs. It stays in its thread.
pub struct Alone(std::marker::PhantomData<*const ()>);

/// For a test that measures, or that fills a resource of the machine: waits until the other
/// running tests have ended, and lets no new one begin. Who is alone already stays so.
#[must_use]
pub fn alone() -> Alone {
    let held = HELD.replace(HELD.get() + 1);
    if held != 0 {
        return Alone(std::marker::PhantomData);
    }
    let mut turns = lock();
    turns.waiting += 1;
    // One that waits for all others to end counts those that wait, too.
    CHANGED.notify_all();
    let mut turns = wait_while(turns, |it| it.alone);
    turns.alone = true;
    let mut turns = wait_while(turns, |it| it.running != it.waiting);
    turns.waiting -= 1;
    Alone(std::marker::PhantomData)
}

impl Drop for Alone {
    fn drop(&mut self) {
        HELD.set(HELD.get() - 1);
        if HELD.get() == 0 {
            lock().alone = false;
            CHANGED.notify_all();
        }
    }
}

fn lock() -> MutexGuard<'static, Turns> {
    TURNS.lock().unwrap_or_else(PoisonError::into_inner)
}

fn wait_while(
    turns: MutexGuard<'static, Turns>,
    blocked: impl Fn(&Turns) -> bool,
) -> MutexGuard<'static, Turns> {
    CHANGED.wait_while(turns, |it| blocked(it)).unwrap_or_else(PoisonError::into_inner)
}
