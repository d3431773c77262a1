//! Questions to the view, now or at a past moment.
