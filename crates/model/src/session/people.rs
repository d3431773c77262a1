//! Who is in the room, and which team is missing.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// A stakeholder as a session knows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Entity id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Id of the team they speak for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// That team's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_name: Option<String>,
    /// What they answer for, as the kind `stakeholder` names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Whether they vote; an observer writes ideas all the same.
    pub voter: bool,
    /// Whether they are in the room.
    pub present: bool,
}

impl Person {
    /// Whether they answer for something: by their role, or by speaking for the team of that name.
    #[must_use]
    pub fn answers_for(&self, role: &str) -> bool {
        let team = self.team_name.as_ref().map(|name| name.trim().to_lowercase().replace(' ', "-"));
        self.role.as_deref() == Some(role) || team.as_deref() == Some(role)
    }
}

/// Roles whose absence is named in any case: they have to serve and run what is decided here.
pub const ALWAYS_ASKED: [&str; 2] = ["operations", "ml-engineering"];

/// Who is not heard in a session.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Missing {
    /// Teams with a voter and nobody present, by id, in the order of the people.
    pub teams: Vec<String>,
    /// Of [`ALWAYS_ASKED`], those that nobody present answers for and that no missing team names already.
    pub roles: Vec<&'static str>,
}

/// Which teams are missing.
#[must_use]
pub fn missing(people: &[Person]) -> Missing {
    let here: BTreeSet<&str> =
        people.iter().filter(|p| p.present).filter_map(|p| p.team.as_deref()).collect();
    let mut out = Missing::default();
    for person in people.iter().filter(|p| p.voter) {
        if let Some(team) = &person.team
            && !here.contains(team.as_str())
            && !out.teams.contains(team)
        {
            out.teams.push(team.clone());
        }
    }
    for role in ALWAYS_ASKED {
        let of_role = |p: &&Person| p.answers_for(role);
        let heard = people.iter().filter(of_role).any(|p| p.present);
        let named =
            people.iter().filter(of_role).any(|p| p.team.as_ref().is_some_and(|t| out.teams.contains(t)));
        if !heard && !named {
            out.roles.push(role);
        }
    }
    out
}
