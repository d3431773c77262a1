//! Story 6: people ask for faster horses. The request is kept in their words, beside the cause that is found below it.

use fantoccini::key::Key;

use crate::stories::Story;

const REQUEST: &str = "A faster horse, please.";

#[tokio::test]
#[ignore = "needs a display: make test-window"]
async fn story_6_the_request_stays_beside_the_cause_below_it() {
    let mut story = Story::begin("06-faster-horses", "Carriages").await;

    story.window.fill("Name one user", "Country doctor").await;
    story.window.key(Key::Enter).await;
    story.window.see("PER-1").await;

    story.window.begin("problem").await;
    story.window.pick("Persona", "Country doctor").await;
    story.window.fill("Need", "to be with the sick within the hour").await;
    story.window.fill("Because", "the next village is far").await;
    story.window.fill("Surface request", REQUEST).await;
    story.window.save_and_go_on().await;
    story.window.pick("Persona", "Country doctor").await;
    story.window.fill("Need", "cheaper oats").await;
    story.window.fill("Because", "they cost more every winter").await;
    story.window.save_new().await;

    // The ranking asks for the numbers where they are missed, and keeps the request in view.
    story.window.go("Define", Some("Problems")).await;
    story.window.see("nobody has asked why yet").await;
    story.window.press("button", &format!("{REQUEST} › Enter what is missing")).await;
    story.window.fill_range("Benefit", ["40000", "60000", "90000"]).await;
    story.window.fill_range("Cost to build", ["8000", "10000", "12000"]).await;
    story.window.fill_range("Cost to run", ["0", "0", "0"]).await;
    story.window.fill("Horizon", "12").await;
    story.window.seal().await;
    let ranking = story.window.see("500 %").await;
    assert!(ranking.contains(REQUEST), "the request stands in the ranking: {ranking}");
    story.picture("ranked-with-the-request").await;

    // Chosen as it is, it would be solved without anybody having asked why: the decision's page says so.
    story.window.press("button", "Choose a problem").await;
    story.window.see("What becomes of each").await;
    story.window.fill("Rationale", "Lives hang on it.").await;
    story.picture("choosing-a-problem").await;
    story.window.press("button", "Propose the decision").await;
    story.window.see("If this is accepted as proposed").await;
    let proposed = story.window.see("has a surface request and no cause below it").await;
    assert!(proposed.contains("faster horses"), "the rule says why: {proposed}");
    assert!(story.gaps(6).await.is_empty(), "nothing is chosen yet");
    story.picture("seen-before-the-decision").await;
    story.window.press("button", "Choose an outcome").await;
    story.window.press("button", "Accept").await;
    story.window.closed().await;
    story.window.see("accepted").await;

    // Rule 6 stays open, on the overview, until a cause is recorded.
    story.window.go("Overview", None).await;
    story.window.see("has a surface request and no cause below it").await;
    assert_eq!(story.gaps(6).await.len(), 1);
    story.picture("the-gap-on-the-overview").await;
    story.window.press("button", "no cause below it › Ask why").await;
    story.window.see("New cause").await;
    story.window.fill("Cause", "He hears of the sick hours too late").await;
    story.window.save_new().await;
    story.window.until("rule 6 is content", async || story.gaps(6).await.is_empty().then_some(())).await;

    // And why is that so? On the problem's page, below the first cause.
    story.window.open_page("PRB-1").await;
    story.window.press("button", "Why is that so?").await;
    story.window.see("Why: “He hears").await;
    story.window.type_text("News travels no faster than a horse").await;
    story.window.seal().await;
    story.window.see("News travels").await;
    let page = story.window.see("root cause").await;
    assert!(page.contains(REQUEST) && page.contains("News travels"), "both stand side by side: {page}");
    story.picture("the-causes-of-the-problem").await;

    story.window.go("Define", Some("Problems")).await;
    let ranking = story.window.see("2 whys deep").await;
    let row = ranking.find(REQUEST).zip(ranking.find("CAU-2"));
    assert!(row.is_some_and(|(asked, cause)| asked < cause), "the ranking shows both: {ranking}");
    story.picture("ranked-with-request-and-root-cause").await;

    let (_, answer) = story.check().await;
    assert!(crate::stories::gaps(&answer, 6).is_empty(), "the command line says the same");
    story.end().await;
}
