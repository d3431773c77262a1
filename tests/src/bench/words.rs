//! Text that a seed repeats: words as frequent as in real text, few very common and many rare.

/// A sequence that its seed repeats (SplitMix64).
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// The sequence of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`; 0 if that is 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % (end.max(1) as u64)) as usize
    }

    /// A number from 0 up to, not including, 1.
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Words without which no sentence is written, the most common first.
const COMMON: &[&str] = &[
    "the", "to", "of", "and", "a", "in", "that", "is", "we", "for", "it", "with", "on", "they", "as", "not",
    "be", "this", "was", "are", "by", "at", "from", "their", "or", "when", "one", "which", "had", "what",
    "but", "more", "than", "who", "so", "after", "before", "because", "would", "every", "only", "about",
    "again", "between", "without",
];

/// What products, people and models are talked about with; each stands in several forms.
const STEMS: &[&str] = &[
    "order",
    "deliver",
    "restaurant",
    "dish",
    "menu",
    "driver",
    "courier",
    "kitchen",
    "dinner",
    "lunch",
    "recommend",
    "search",
    "rank",
    "click",
    "scroll",
    "choose",
    "skip",
    "repeat",
    "return",
    "refund",
    "price",
    "discount",
    "basket",
    "check",
    "wait",
    "arriv",
    "delay",
    "cancel",
    "complain",
    "support",
    "persona",
    "interview",
    "observ",
    "survey",
    "ticket",
    "quote",
    "insight",
    "problem",
    "cause",
    "need",
    "idea",
    "sketch",
    "prototype",
    "paper",
    "click-through",
    "experiment",
    "control",
    "treat",
    "sample",
    "measure",
    "metric",
    "baseline",
    "uplift",
    "interval",
    "signific",
    "decid",
    "option",
    "object",
    "consent",
    "concern",
    "stake",
    "team",
    "owner",
    "review",
    "accept",
    "reject",
    "supersed",
    "model",
    "train",
    "valid",
    "evaluat",
    "feature",
    "label",
    "embed",
    "vector",
    "neural",
    "gradient",
    "tree",
    "forest",
    "bayes",
    "prior",
    "predict",
    "score",
    "threshold",
    "calibrat",
    "drift",
    "bias",
    "fair",
    "privacy",
    "erase",
    "consist",
    "schema",
    "column",
    "table",
    "record",
    "event",
    "stream",
    "batch",
    "deploy",
    "release",
    "roll",
    "monitor",
    "alert",
    "incident",
    "latency",
    "capacity",
    "cost",
    "budget",
    "season",
    "weekend",
    "holiday",
    "weather",
    "region",
    "city",
    "suburb",
    "market",
    "local",
    "regular",
    "newcomer",
    "family",
    "student",
    "office",
    "allerg",
    "vegetar",
    "spice",
    "cuisine",
    "photo",
    "rating",
    "trust",
    "habit",
    "bore",
    "hungry",
    "tired",
    "busy",
    "quick",
    "slow",
    "cold",
    "warm",
    "fresh",
];

const ENDINGS: &[&str] =
    &["", "s", "ed", "ing", "er", "ers", "able", "ation", "ly", "less", "ness", "ment", "wise"];

/// The vocabulary with how often each word is said.
#[derive(Debug)]
pub struct Vocabulary {
    words: Vec<String>,
    /// Sum of the weights up to each word.
    upto: Vec<f64>,
}

impl Default for Vocabulary {
    fn default() -> Self {
        let mut words: Vec<String> = COMMON.iter().map(|word| (*word).to_owned()).collect();
        for ending in ENDINGS {
            words.extend(STEMS.iter().map(|stem| format!("{stem}{ending}")));
        }
        let mut sum = 0.0;
        // Zipf's law with Mandelbrot's correction for the commonest words.
        let upto = (0..words.len())
            .map(|rank| {
                sum += 1.0 / (rank as f64 + 2.7);
                sum
            })
            .collect();
        Self { words, upto }
    }
}

impl Vocabulary {
    /// A word as often as it is said.
    pub fn said(&self, dice: &mut Dice) -> &str {
        let at = dice.share() * self.upto.last().copied().unwrap_or(0.0);
        let rank = self.upto.partition_point(|upto| *upto <= at);
        self.words.get(rank).map_or("", String::as_str)
    }

    /// A word that one would search for: any but the commonest, all alike.
    pub fn sought(&self, dice: &mut Dice) -> &str {
        let rank = COMMON.len() + dice.below(self.words.len() - COMMON.len());
        self.words.get(rank).map_or("", String::as_str)
    }

    /// So many words, in sentences of 6 to 16 words.
    pub fn text(&self, dice: &mut Dice, words: usize) -> String {
        let mut text = String::with_capacity(words * 8);
        let mut left = 0_usize;
        for _ in 0..words {
            let word = self.said(dice);
            if left == 0 {
                left = 6 + dice.below(11);
                text.push_str(if text.is_empty() { "" } else { ". " });
                let mut letters = word.chars();
                text.extend(letters.next().map(|c| c.to_ascii_uppercase()));
                text.push_str(letters.as_str());
            } else {
                text.push(' ');
                text.push_str(word);
            }
            left -= 1;
        }
        text.push('.');
        text
    }

    /// One to three words, half of the time the last one unfinished, as while somebody types.
    pub fn question(&self, dice: &mut Dice) -> Question {
        let count = 1 + dice.below(3);
        let mut words: Vec<String> = (0..count).map(|_| self.sought(dice).to_owned()).collect();
        let unfinished = dice.below(2) == 0;
        if unfinished && let Some(last) = words.last_mut() {
            last.truncate(last.len().saturating_sub(2).max(3));
        }
        Question { words, unfinished }
    }
}

/// What somebody searches for.
#[derive(Debug, Clone)]
pub struct Question {
    /// The words, all of which must occur.
    pub words: Vec<String>,
    /// More letters of the last one may follow.
    pub unfinished: bool,
}

impl Question {
    /// As it is typed. A space ends the last word.
    #[must_use]
    pub fn typed(&self) -> String {
        format!("{}{}", self.words.join(" "), if self.unfinished { "" } else { " " })
    }

    /// In the language of FTS5.
    #[must_use]
    pub fn matching(&self) -> String {
        let quoted: Vec<String> = self.words.iter().map(|word| format!("\"{word}\"")).collect();
        format!("{}{}", quoted.join(" "), if self.unfinished { "*" } else { "" })
    }
}
