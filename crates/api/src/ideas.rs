//! Ideas by cluster, by team and along what they build on, with the questions beside them.

use throughline_store::{At, Card, LinkSeen, Reader};

use crate::App;
use crate::cards;
use crate::dto::{ApiError, CardDto, DisputeView, IdeaView, IdeasArgs, IdeasPage, QuestionView};
use crate::listening::listed;
use crate::lookups::{is, moment};

impl App {
    pub(crate) fn ideas(&self, args: IdeasArgs) -> Result<IdeasPage, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let release = args.release.as_deref();
        let list = listed(&reader, "idea", release, false, &at)?;
        let shown = cards::cards(&reader, &list, &at)?;
        let ideas = list.iter().zip(shown).map(|(card, shown)| idea(&reader, card, shown, &at));
        let asked = listed(&reader, "question", release, false, &at)?;
        let questions = asked.iter().zip(cards::cards(&reader, &asked, &at)?).map(|(card, shown)| {
            Ok(QuestionView { about: ends(&reader.links(&card.id, &at)?, "asks-about", true), card: shown })
        });
        Ok(IdeasPage {
            ideas: ideas.collect::<Result<_, _>>()?,
            questions: questions.collect::<Result<_, ApiError>>()?,
        })
    }
}

fn idea(reader: &Reader, card: &Card, shown: CardDto, at: &At) -> Result<IdeaView, ApiError> {
    let links = reader.links(&card.id, at)?;
    let state = reader.state(&card.id, at)?;
    let cluster = state.as_ref().and_then(|s| s.text("cluster")).unwrap_or_default().trim().to_owned();
    let disputes = links
        .iter()
        .filter(|l| is(l, "disputes", false) && !l.other.removed)
        .map(|l| DisputeView {
            team: cards::card(&l.other, None),
            reason: l.state.text("reason").unwrap_or_default().to_owned(),
        })
        .collect();
    Ok(IdeaView {
        team: ends(&links, "proposed-by", true).into_iter().next(),
        builds_on: ends(&links, "builds-on", true),
        card: shown,
        cluster,
        disputes,
    })
}

/// The living other ends of a link type.
fn ends(links: &[LinkSeen], type_: &str, out: bool) -> Vec<CardDto> {
    links
        .iter()
        .filter(|l| is(l, type_, out) && !l.other.removed)
        .map(|l| cards::card(&l.other, None))
        .collect()
}
