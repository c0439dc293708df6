//! Who may charge: by the server's word, by what is known here, and when nobody can be asked.

use super::Station;
use super::connector::{Granted, IdToken, StopReason};
use super::notice::Notice;
use super::outbox::{Asked, Purpose};
use super::tags::{Sources, TagInfo};
use crate::clock::after;

/// How long an obliging driver takes.
pub(super) const DRIVER_TAKES: std::time::Duration = std::time::Duration::from_secs(2);

/// The group of a tag.
pub(super) fn group(info: &TagInfo) -> Option<String> {
    info.parent.clone()
}

impl Station {
    /// A card is held to the reader.
    pub(super) fn swipe(&mut self, tag: &str, connector: Option<u16>) -> Result<String, String> {
        let token = IdToken::card(tag);
        if let Some(place) = self.stoppable(&token, connector) {
            let id = self.connectors.get(place).map_or(0, |connector| connector.id);
            self.stop(place, StopReason::Local, Some(&token));
            return Ok(format!("{tag} ends the session at connector {id}"));
        }
        let connector = self.chosen(&token, connector)?;
        let asked = Asked {
            token,
            connector,
            remote_start: None,
            remote: false,
        };
        Ok(self.ask(asked))
    }

    /// The session that this token may end.
    fn stoppable(&self, token: &IdToken, connector: Option<u16>) -> Option<usize> {
        let known = self.tags.find(&token.text, self.sources()).and_then(group);
        self.connectors.iter().position(|candidate| {
            let Some(session) = &candidate.session else {
                return false;
            };
            let same_group = known.is_some() && known == session.parent;
            connector.is_none_or(|wanted| wanted == candidate.id) && (session.token.is(token) || same_group)
        })
    }

    /// The connector that a token is meant for: one with a car first.
    pub(super) fn chosen(&self, token: &IdToken, wanted: Option<u16>) -> Result<u16, String> {
        if let Some(id) = wanted {
            let connector = self.connectors.iter().find(|known| known.id == id);
            let connector = connector.ok_or_else(|| self.no_such(id))?;
            if connector.is_free() && self.is_kept_free(id, token) {
                return Ok(id);
            }
            return Err(format!("connector {id} is {:?}", self.status_of(connector)));
        }
        let fits =
            |known: &&super::Connector| known.is_free() && !known.finishing && self.is_kept_free(known.id, token);
        let free = || self.connectors.iter().filter(fits);
        let with_car = free().find(|known| known.car.is_some() && known.granted.is_none());
        let chosen = with_car.or_else(|| free().find(|known| known.granted.is_none()));
        chosen
            .map(|known| known.id)
            .ok_or_else(|| "no connector is free".to_owned())
    }

    /// Whether nobody else has it reserved.
    pub(super) fn is_kept_free(&self, connector: u16, token: &IdToken) -> bool {
        let parent = self.tags.find(&token.text, self.sources()).and_then(group);
        self.reservations.of(connector).is_none()
            || self.reservations.usable(connector, token, parent.as_deref()).is_some()
    }

    fn sources(&self) -> Sources {
        Sources {
            list: self.settings.flag("LocalAuthListEnabled"),
            memory: self.settings.flag("AuthorizationCacheEnabled"),
        }
    }

    /// Asks the server, or what is known here.
    pub(super) fn ask(&mut self, asked: Asked) -> String {
        let (tag, connector) = (asked.token.text.clone(), asked.connector);
        if !self.is_up() {
            self.authorize_offline(&asked);
            return format!("{tag} is judged without the server, for connector {connector}");
        }
        if self.settings.flag("LocalPreAuthorize")
            && let Some(info) = self.tags.find(&tag, self.sources())
            && info.is_accepted(self.now)
        {
            let parent = group(info);
            self.grant(asked, parent);
            return format!("{tag} is known here and may charge at connector {connector}");
        }
        let payload = self.words().authorize(&asked.token);
        self.outbox.push("Authorize", payload, Purpose::Authorize(asked));
        format!("the server is asked whether {tag} may charge at connector {connector}")
    }

    /// Nobody can be asked.
    pub(super) fn authorize_offline(&mut self, asked: &Asked) {
        let known = self.settings.flag("LocalAuthorizeOffline");
        let known = known
            .then(|| self.tags.find(&asked.token.text, self.sources()))
            .flatten();
        let accepted = match known {
            Some(info) => info.is_accepted(self.now),
            None => self.settings.flag("AllowOfflineTxForUnknownId"),
        };
        let parent = known.and_then(group);
        if accepted {
            self.grant(asked.clone(), parent);
        } else {
            let words = "may not charge: the server cannot be asked, and nothing here says that it may";
            self.say(format!("{} {words}", asked.token.text));
        }
    }

    /// Somebody may charge: at once if a car is there, else as soon as one is.
    pub(super) fn grant(&mut self, asked: Asked, parent: Option<String>) {
        let until = after(self.now, self.settings.seconds("ConnectionTimeOut"));
        let obliging = self.options.obliging;
        let comes = after(self.now, DRIVER_TAKES);
        let Some(place) = self.place_of(asked.connector) else {
            return;
        };
        let Some(connector) = self.connectors.get_mut(place).filter(|connector| connector.is_free()) else {
            return;
        };
        let words = format!("{} may charge at connector {}", asked.token.text, connector.id);
        connector.granted = Some(Granted {
            token: asked.token,
            parent,
            until,
            remote_start: asked.remote_start,
            remote: asked.remote,
        });
        let has_car = connector.car.is_some();
        if !has_car && obliging {
            connector.car_comes = Some(comes);
        }
        self.tell(Notice::Told(words));
        if has_car {
            self.start(place);
        }
    }
}
