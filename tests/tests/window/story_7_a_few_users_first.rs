//! Story 7: a beta is planned for a few users, goes live for them, is measured by kind of user, and goes to everyone by a
//! decision that rests on what was seen.

use fantoccini::key::Key;
use serde_json::json;

use crate::stories::Story;

const PREPARED: &str = include_str!("../../stories/recommender.txt");

#[tokio::test]
#[ignore = "needs a display: make test-window"]
async fn story_7_a_few_users_have_it_first_and_everyone_after_it_was_measured() {
    let mut story = Story::begin("07-a-few-users-first", "Food delivery app").await;
    story.tell(PREPARED).await;
    plan_for_a_few(&mut story).await;
    go_live_for_them(&mut story).await;
    measure(&mut story).await;
    go_to_everyone(&mut story).await;
    look_at_both(&mut story).await;
    story.end().await;
}

async fn plan_for_a_few(story: &mut Story) {
    story.window.open_page("BUN-2").await;
    story.window.see("What it ships").await;
    story.picture("the-bundle").await;
    story.window.press("button", "Deploy it").await;
    story.window.see("New deployment").await;
    story.window.press("check", "Selected users").await;
    story.window.unfold().await;
    story.window.fill("Title", "2.0 for a few in Lisbon").await;
    story.window.fill("Environment", "production").await;
    story.window.fill("Segment", "Lisbon").await;
    story.window.fill("Share", "5").await;
    story.window.fill("From", "2026-02-10").await;
    story.window.pick("Roll-back target", "1.4").await;
    story.window.fill("Disaster-recovery plan", "Ines rolls back, and writes to support.").await;
    story.window.fill("Monitoring plan", "Order conversion of new users and regulars, hourly.").await;
    story.picture("a-beta-for-selected-users").await;
    story.window.save("DEP-2").await;
    story.window.open_page("DEP-2").await;
    story.window.see("It is live now").await;
    story.picture("it-is-planned").await;
    let (_, live) = story.terminal(&["live", "--on", "2026-02-12"]).await;
    assert!(live.starts_with("On 12 Feb 2026: 1.4 for everyone."), "{live}");
    assert!(live.contains("planned for that day, and not counted: 1"), "{live}");
}

async fn go_live_for_them(story: &mut Story) {
    story.window.press("button", "It is live now").await;
    story.window.see("DEP-2 is live for").await;
    story.window.go("Deployments", Some("Rollout")).await;
    story.window.see("2.0 for a few in Lisbon").await;
    story.picture("a-few-have-it").await;
    let (_, live) = story.terminal(&["live", "--on", "2026-02-12"]).await;
    assert!(
        live.starts_with("On 12 Feb 2026: 2.0 for 5\u{a0}% of selected users; 1.4 for everyone."),
        "{live}"
    );
}

/// A monitor sends what it counted; a person looks at it by kind of user.
async fn measure(story: &mut Story) {
    for (deployment, new, regular) in [("DEP-2", "300", "212"), ("DEP-1", "200", "200")] {
        for (segment, successes) in [("new users", new), ("regulars", regular)] {
            let line = format!(
                "observe {deployment} --kind metric --metric |Order conversion| --title |Conversion of {segment}, {deployment}| --n 1000 \
                 --successes {successes} --segment |{segment}| --window 2026-02-10..2026-02-24"
            );
            story.tell(&line).await;
        }
    }
    story.window.open_page("DEP-2").await;
    story.window.press("link", "Compare by segment").await;
    story.window.see("2.0 is better for new users, cannot tell for regulars.").await;
    story.window.see("Mantel-Haenszel").await;
    story.picture("measured-by-kind-of-user").await;
    let (_, said) = story.terminal(&["deployments", "compare", "DEP-2", "DEP-1"]).await;
    assert!(said.contains("2.0 is better for new users, cannot tell for regulars."), "{said}");
}

/// The decision and what it rests on are written where the beta goes on, and are one change with it.
async fn go_to_everyone(story: &mut Story) {
    story.window.press("button", "Promote 2.0").await;
    story.window.see("1.4 for everyone” ends now").await;
    let form = story.window.text().await;
    for seen in ["OBS-1", "OBS-2", "OBS-3", "OBS-4"] {
        assert!(form.contains(seen), "what was compared is what it rests on: {form}");
    }
    story.window.press("button", "Promote").await;
    story.window.see("Why was it decided?").await;
    story.picture("nothing-goes-on-without-a-reason").await;
    story.window.fill("Outcome", "Yes, to everyone.").await;
    story.window.fill("Why", "New users order more, and regulars nothing less.").await;
    story.picture("the-decision-and-what-it-rests-on").await;
    story.window.chord(&[Key::Control], char::from(Key::Enter)).await;
    story.window.closed().await;
    let page = story.window.see("Promoted from").await;
    assert!(page.contains("Put there by DEC-1"), "{page}");
    story.picture("everyone-has-it").await;
    let live = story.window.call("live.on", json!({})).await;
    assert_eq!(live["rows"].as_array().unwrap().len(), 1, "{live}");
    assert_eq!(live["rows"][0]["why"][0]["rests_on"].as_array().unwrap().len(), 4);
}

async fn look_at_both(story: &mut Story) {
    story.window.go("Deployments", Some("Rollout")).await;
    story.window.see("2.0 for everyone").await;
    let drawn = "return [...document.querySelectorAll('svg a')].map((a) => a.getAttribute('aria-label') ?? '').join('; ')";
    let drawn = story.window.script(drawn, vec![]).await;
    for run in ["DEP-1", "DEP-2", "DEP-3"] {
        assert!(drawn.as_str().unwrap().contains(run), "{run} has its band: {drawn}");
    }
    story.picture("the-beta-and-then-everyone").await;
    story.window.go("Deployments", Some("Live on a day")).await;
    let page = story.window.see("rests on OBS-1").await;
    assert!(page.contains("Promoted from DEP-2"), "{page}");
    story.picture("why-everyone-has-it").await;
    let (_, live) = story.terminal(&["live"]).await;
    assert!(live.contains("2.0 for everyone") && live.contains("because DEC-1"), "{live}");
    assert!(live.contains("promoted from DEP-2") && live.contains("rests on OBS-1"), "{live}");
    let (_, then) = story.terminal(&["live", "--on", "2026-02-12"]).await;
    assert!(
        then.starts_with("On 12 Feb 2026: 2.0 for 5\u{a0}% of selected users; 1.4 for everyone."),
        "{then}"
    );
    assert!(story.gaps(24).await.iter().all(|gap| !gap.contains("DEP-3")), "a few had it before everyone");
}
