//! Teams' numbers side by side: what pulls apart, and whether a decision records it.

use throughline_model::figures::Better;
use throughline_model::figures::verdict::Verdict;
use throughline_model::readiness::ReleaseFacts;
use throughline_model::readiness::objectives::side_by_side;

use crate::story::tell;

const TEAMS: &str = "around metric m1 direction=higher-is-better; around metric m2 direction=lower-is-better; \
    around team t1; around team t2; t1 measured-by m1; t2 measured-by m2; \
    around stakeholder a; a member-of t1; around stakeholder b; b member-of t2; ";
const TRIED: &str = "idea i; prototype p; p realises i; experiment e arms={control,new} sample-size=1000; e tests p; e measured-by m1; \
    measurement c1 arm=control n=1000 successes=100 date=2026-08-01; c1 measured-in e; c1 about m1; \
    measurement n1 arm=new n=1000 successes=200 date=2026-08-01; n1 measured-in e; n1 about m1; \
    measurement c2 arm=control mean=10 date=2026-08-01; c2 measured-in e; c2 about m2; \
    measurement n2 arm=new mean=12 date=2026-08-02; n2 measured-in e; n2 about m2; ";

fn facts(text: &str) -> ReleaseFacts {
    ReleaseFacts::new(tell(text).known)
}

#[test]
fn every_team_stands_there_with_its_number_its_direction_and_what_was_read_last() {
    let facts = facts(&format!("{TEAMS}{TRIED}around team bare; objective o; o measured-by m1"));
    let side = side_by_side(&facts, &[]);
    let told: Vec<_> = side
        .teams
        .iter()
        .map(|team| {
            let readings: Vec<_> =
                team.readings.iter().map(|r| (r.reading.title.as_str(), r.verdict)).collect();
            (team.team.title.as_str(), team.better, team.objectives.len(), readings)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("t1", Some(Better::Higher), 1, vec![("c1", None), ("n1", Some(Verdict::Better))]),
            ("t2", Some(Better::Lower), 0, vec![("n2", Some(Verdict::Worse))]),
            ("bare", None, 0, vec![]),
        ]
    );
    assert!(side.teams.iter().flat_map(|t| &t.readings).all(|r| r.experiment.is_some()));
}

#[test]
fn numbers_that_moved_apart_are_read_by_the_direction_of_each_and_in_the_same_arm() {
    let together = facts(&format!("{TEAMS}{TRIED}"));
    let pulls = side_by_side(&together, &[]).pulls;
    let [pull] = pulls.as_slice() else { panic!("{pulls:?}") };
    assert_eq!((pull.glad.title.as_str(), pull.sorry.title.as_str()), ("t1", "t2"));
    assert_eq!(pull.ideas.iter().map(|i| i.title.as_str()).collect::<Vec<_>>(), ["i"]);
    // The same numbers, where more is better for both.
    let both = TEAMS.replace("lower-is-better", "higher-is-better");
    assert!(side_by_side(&facts(&format!("{both}{TRIED}")), &[]).pulls.is_empty());
    let apart = TRIED.replace("n2 arm=new", "n2 arm=another");
    assert!(side_by_side(&facts(&format!("{TEAMS}{apart}")), &[]).pulls.is_empty());
}

#[test]
fn a_dispute_names_the_idea_and_who_proposed_it() {
    let facts = facts(&format!(
        "{TEAMS}idea i; i proposed-by t1; option o; o stands-for i; t2 disputes o; t1 disputes i; \
         idea gone status=parked; t2 disputes gone"
    ));
    let side = side_by_side(&facts, &[]);
    let told: Vec<_> = side
        .disputes
        .iter()
        .map(|d| {
            let by: Vec<&str> = d.proposed_by.iter().map(|t| t.title.as_str()).collect();
            (d.team.title.as_str(), d.subject.title.as_str(), d.idea.map(|i| i.title.as_str()), by)
        })
        .collect();
    // Nobody stands against itself, and what is parked is no matter any more.
    assert_eq!(told, [("t1", "i", Some("i"), vec![]), ("t2", "o", Some("i"), vec!["t1"])]);
}

#[test]
fn the_chosen_idea_says_what_its_nearest_decision_lacks_until_it_lacks_nothing() {
    let chosen = format!("{TEAMS}{TRIED}decision d status=accepted; d decides i outcome=chosen; ");
    let lacks = |more: &str| {
        let facts = facts(&format!("{chosen}{more}"));
        let side = side_by_side(&facts, &[]);
        let [tradeoff] = side.tradeoffs.as_slice() else { panic!("{side:?}") };
        assert_eq!(tradeoff.teams.len(), 2);
        let near = tradeoff.nearest().unwrap();
        let unheard: Vec<String> = near.unheard.iter().map(|t| t.title.clone()).collect();
        let by = tradeoff.recorded_by().map(|d| d.title.clone());
        (near.decision.title.clone(), near.accepted, near.consequences, unheard.join(" "), by)
    };
    let title = |t: &str| t.to_owned();
    assert_eq!(lacks(""), (title("d"), true, false, title("t1 t2"), None));
    // Another decision about the same idea comes nearer, and at last records it.
    let other = "decision x status=STATUS consequences=Dearer; x relates-to i; \
        stance s position=consent; s on x; s by a; ";
    let proposed = other.replace("STATUS", "proposed");
    assert_eq!(lacks(&proposed), (title("x"), false, true, title("t2"), None));
    let heard = "stance u position=stand-aside; u on x; u by b";
    assert_eq!(lacks(&format!("{proposed}{heard}")), (title("x"), false, true, title(""), None));
    let accepted = other.replace("STATUS", "accepted");
    assert_eq!(lacks(&format!("{accepted}{heard}")), (title("x"), true, true, title(""), Some(title("x"))));
    // What was withdrawn records nothing.
    let withdrawn = other.replace("STATUS", "withdrawn");
    assert_eq!(lacks(&format!("{withdrawn}{heard}")).4, None);
}

#[test]
fn where_nothing_is_chosen_the_leading_idea_is_asked_about() {
    let story = tell(&format!(
        "{TEAMS}{TRIED}idea j; decision d status=proposed; option o; o option-of d; o stands-for i"
    ));
    let id = |title: &str| story.known.entities.iter().find(|e| e.title == title).unwrap().id;
    let leading = [id("i"), id("p")];
    let facts = ReleaseFacts::new(story.known);
    let side = side_by_side(&facts, &leading);
    let [tradeoff] = side.tradeoffs.as_slice() else { panic!("{side:?}") };
    assert!(tradeoff.chosen_by.is_none());
    assert_eq!((tradeoff.idea.title.as_str(), tradeoff.teams.len()), ("i", 2));
    assert_eq!(tradeoff.nearest().map(|near| near.decision.title.as_str()), Some("d"));
    assert!(side_by_side(&facts, &[]).tradeoffs.is_empty());
}
