//! A session looked back at: what of it was recorded, whoever recorded it and how.

use throughline_model::figures::ranking::{Vote, tally};
use throughline_model::session::{Person, missing};
use throughline_record::Value;
use throughline_store::{At, Card, LinkSeen};

use super::view::{self, Known};
use super::{can_enter, rows, the_session};
use crate::App;
use crate::cards;
use crate::dto::{ApiError, GetArgs, PhaseDto, RaisedDto, SessionPage};
use crate::lookups::{self, is, moment};

impl App {
    pub(crate) fn session_get(&self, args: GetArgs) -> Result<SessionPage, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let session = the_session(&reader, &args.id, &at)?;
        let raised = reader.linked(&session.card.id, "raised-in", false, &at)?;
        let of_kind = |kind: &str| raised.iter().filter(|c| c.kind == kind).cloned().collect::<Vec<Card>>();
        let dtos = |list: &[Card]| list.iter().map(|c| cards::card(c, None)).collect::<Vec<_>>();

        let mut known = Known::read(&reader, &at)?;
        // Who led it was there.
        let there = |l: &&LinkSeen| is(l, "attended-by", true) || is(l, "facilitated-by", true);
        let attended: Vec<&Card> = session.links.iter().filter(there).map(|l| &l.other).collect();
        for (card, person, team) in &mut known.people {
            // Where a whole team took part, those who speak for it did.
            let with = |c: &&Card| c.id == card.id || team.as_ref().is_some_and(|t| t.id == c.id);
            person.present = attended.iter().any(with);
        }
        let people: Vec<Person> = known.people.iter().map(|(_, person, _)| person.clone()).collect();
        let present: Vec<Person> = people.iter().filter(|p| p.present).cloned().collect();

        let ideas = of_kind("idea");
        let mut votes: Vec<(String, usize, u32)> = Vec::new();
        for card in of_kind("vote") {
            let subject = lookups::first_link(&reader, &card.id, "vote-for", true, &at)?;
            let voter = lookups::first_link(&reader, &card.id, "voted-by", true, &at)?;
            let (Some(subject), Some(voter)) = (subject, voter) else { continue };
            let Some(option) = ideas.iter().position(|c| c.id == subject.id) else { continue };
            let state = reader.state(&card.id, &at)?;
            let dots = state.as_ref().and_then(|s| s.value("dots")).and_then(Value::as_int).unwrap_or(1);
            if let Some(dots) = u32::try_from(dots).ok().filter(|dots| *dots > 0) {
                votes.push((voter.id.to_string(), option, dots));
            }
        }
        let cast: Vec<Vote> =
            votes.iter().map(|(voter, option, dots)| Vote { voter, option: *option, dots: *dots }).collect();
        let tallies = tally(&cast, ideas.len()).unwrap_or_default();
        let mut voters: Vec<&str> = cast.iter().map(|v| v.voter).collect();
        voters.sort_unstable();
        voters.dedup();

        let mut out = Vec::with_capacity(ideas.len());
        let outcomes = cards::outcomes(&reader, &ideas.iter().collect::<Vec<_>>(), &at)?;
        for (card, got) in ideas.iter().zip(tallies) {
            let team = lookups::first_link(&reader, &card.id, "proposed-by", true, &at)?;
            let state = reader.state(&card.id, &at)?;
            let idea = RaisedDto {
                card: cards::card(card, Some(&outcomes)),
                team: team.as_ref().map(|c| cards::card(c, None)),
                cluster: state.as_ref().and_then(|s| s.text("cluster")).unwrap_or_default().into(),
                tally: (!votes.is_empty()).then(|| view::tally(&got)),
            };
            out.push((got, idea));
        }
        out.sort_by_key(|(got, _)| (got.place_by_voters, got.place_by_dots));

        let problem = lookups::first_link(&reader, &session.card.id, "works-on", true, &at)?;
        let resting = reader.linked(&session.card.id, "rests-on", false, &at)?;
        let decisions: Vec<Card> = resting.into_iter().filter(|c| c.kind == "decision").collect();
        Ok(SessionPage {
            card: cards::card(&session.card, None),
            problem: problem.as_ref().map(|c| cards::card(c, None)),
            anonymity: session.state.text("anonymity").unwrap_or_default().into(),
            phases: rows(&session.state)
                .into_iter()
                .map(|r| PhaseDto { name: r.name, minutes: r.minutes, starts: r.starts, ends: r.ends })
                .collect(),
            people: known.people_dtos(&present, &[]),
            missing: known.missing(&missing(&people)),
            ideas: out.into_iter().map(|(_, idea)| idea).collect(),
            voters: voters.len().into(),
            questions: dtos(&of_kind("question")),
            evaluations: of_kind("evaluation").len().into(),
            assumptions: dtos(&of_kind("assumption")),
            decisions: dtos(&decisions),
            outcome: session.state.text("outcome").unwrap_or_default().into(),
            room: at == At::Now && open.workspace.read_only().is_none() && can_enter(&open, &session)?,
        })
    }
}
