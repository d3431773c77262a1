//! The true window, driven through WebKitWebDriver. These tests need a display, so `cargo test`
//! leaves them out; `make test-window` runs them under Xvfb.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod copies;
mod desktop;
mod erasing;
mod hands;
mod journey;
mod neighbours;
mod sample;
mod start;
mod stories;
mod story_10_proof;
mod story_10_the_auditor;
mod story_1_serving_cost;
mod story_2_changed_world;
mod story_3_learned_abuse;
mod story_4_stars_became_thumbs;
mod story_5_churn;
mod story_6_faster_horses;
mod story_7_a_few_users_first;
mod story_8_roll_back;
mod story_9_start_again;
mod typing;
