//! Conversations at a terminal: prompts and the menu.

mod menu;
mod terminal;
