//! How alike two texts are.

use super::rarity::Rarity;
use super::words::Words;

/// The likeness of a text with itself.
pub const ALL: u32 = 10_000;

/// Words at the start of a sentence that count more: in a criterion its verb and its object.
const OPENING: usize = 3;

/// A word of the opening counts as much as four thirds of another one.
const OPENING_FACTOR: u32 = 4;
const FACTOR: u32 = 3;

/// A text whose words have been weighed.
pub struct Weighed {
    words: Words,
    /// The weight of each stem where it stands.
    weights: Box<[u32]>,
    total: u32,
}

impl Weighed {
    /// Weighs the words of a text.
    pub fn new(words: Words, rarity: &Rarity) -> Self {
        let stems = words.stems().enumerate();
        let weights: Box<[u32]> = stems
            .map(|(at, stem)| {
                rarity.weight(stem) * if at < OPENING { OPENING_FACTOR } else { FACTOR }
            })
            .collect();
        Self { words, total: weights.iter().sum(), weights }
    }
}

/// The words of many texts, to rule out those that have too little in common with another one: most criteria of two
/// levels share hardly a word.
pub struct Shelf {
    /// For each stem of each text where it weighs most there, in this order.
    stems: Vec<(u64, usize, u32)>,
    totals: Vec<u32>,
}

impl Shelf {
    /// A shelf of texts.
    pub fn new(texts: &[Weighed]) -> Self {
        let mut stems = Vec::with_capacity(texts.iter().map(|it| it.weights.len()).sum());
        for (number, text) in texts.iter().enumerate() {
            for (stem, at) in text.words.sorted() {
                let weight = text.weights[at];
                match stems.last_mut() {
                    Some((last, of, most)) if (*last, *of) == (stem, number) => {
                        *most = weight.max(*most);
                    }
                    _ => stems.push((stem, number, weight)),
                }
            }
        }
        stems.sort_unstable();
        Self { stems, totals: texts.iter().map(|it| it.total).collect() }
    }

    /// For each text on the shelf a likeness that the [`likeness`] of `one` with it does not exceed.
    pub fn most_alike(&self, one: &Weighed) -> Vec<u32> {
        let mut bags = vec![0; self.totals.len()];
        for (stem, weight) in one.words.stems().zip(&one.weights) {
            let start = self.stems.partition_point(|(it, _, _)| *it < stem);
            let with = self.stems[start..].iter().take_while(|(it, _, _)| *it == stem);
            with.for_each(|(_, text, most)| bags[*text] += weight + most);
        }
        let likeness = |(bag, total): (u32, &u32)| part(3 * bag, one.total + total).min(ALL);
        bags.into_iter().zip(&self.totals).map(likeness).collect()
    }
}

/// What part of three times the weight of all words a sum is, of [`ALL`]; 0 if there are no words.
fn part(sum: u32, all: u32) -> u32 {
    (u64::from(sum) * u64::from(ALL)).checked_div(3 * u64::from(all)).unwrap_or_default() as u32
}

/// How alike two texts are, from 0 to [`ALL`]: the weight of the words that stand in both, divided by the weight
/// of all. Two thirds of it ask for the words alone, one third asks for words in one order. If it is less
/// than `least`, any smaller number may come out.
pub fn likeness(one: &Weighed, other: &Weighed, least: u32) -> u32 {
    let all = one.total + other.total;
    let shared = || shared(one, other);
    let bag: u32 = shared().map(|it| it.weight).sum();
    if part(3 * bag, all) < least {
        return part(2 * bag, all);
    }
    part(2 * bag + in_order(shared().collect()), all)
}

/// A word that stands in both texts.
struct Shared {
    at: usize,
    of_other: usize,
    weight: u32,
}

/// The words that two texts share. Of a stem that stands in one of them more than once, the first
/// belongs to the first.
fn shared<'w>(one: &'w Weighed, other: &'w Weighed) -> impl Iterator<Item = Shared> + 'w {
    let (mut left, mut right) = (one.words.sorted().peekable(), other.words.sorted().peekable());
    std::iter::from_fn(move || {
        while let (Some((stem, at)), Some((other_stem, of_other))) =
            (left.peek().copied(), right.peek().copied())
        {
            if stem <= other_stem {
                left.next();
            }
            if other_stem <= stem {
                right.next();
            }
            if stem == other_stem {
                let weight = one.weights[at] + other.weights[of_other];
                return Some(Shared { at, of_other, weight });
            }
        }
        None
    })
}

/// The weight of the heaviest chain of shared words that stand in one order in both texts.
fn in_order(mut shared: Vec<Shared>) -> u32 {
    shared.sort_by_key(|it| it.at);
    // For words of the other text from the first on, the heaviest chain that ends among them: a Fenwick tree of maxima, so
    // that long texts do not take the square of their length.
    let size = shared.iter().map(|it| it.of_other + 1).max().unwrap_or_default();
    let mut heaviest = vec![0; size + 1];
    let mut all = 0;
    for it in &shared {
        let mut chain = it.weight;
        let mut node = it.of_other;
        while node > 0 {
            chain = chain.max(it.weight + heaviest[node]);
            node &= node - 1;
        }
        node = it.of_other + 1;
        while node <= size {
            heaviest[node] = chain.max(heaviest[node]);
            node += node & node.wrapping_neg();
        }
        all = chain.max(all);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handbook::likeness::Language;

    fn alike(one: &str, other: &str) -> u32 {
        likeness(&weighed(one), &weighed(other), 0)
    }

    fn weighed(text: &str) -> Weighed {
        Weighed::new(Words::new(text, Language::of_tag("en")), &Rarity::default())
    }

    #[test]
    fn likeness_goes_from_nothing_to_all() {
        assert_eq!(alike("Plans a release", "Plans a release"), ALL);
        assert_eq!(alike("Plans a release", "Mentors others"), 0);
        assert_eq!(alike("", ""), 0);
    }

    #[test]
    fn order_and_opening_count() {
        let text = "Reviews designs before they are built by the team";
        assert!(
            alike(text, text) > alike(text, "Built by the team before designs are they reviews")
        );
        let verb = alike(text, "Reviews designs of others here");
        let rest = alike(text, "Checks code here, the team");
        assert!(verb > rest, "{verb} {rest}");
    }

    #[test]
    fn no_text_is_more_alike_than_its_shelf_says() {
        let texts = [
            "Plans a release",
            "Plans a plan for a plan of a release",
            "A release, a release, a release",
            "Mentors others",
            "",
        ];
        let texts = texts.map(weighed);
        let shelf = Shelf::new(&texts);
        for one in &texts {
            let most = shelf.most_alike(one);
            for (other, most) in texts.iter().zip(most) {
                assert!(likeness(one, other, 0) <= most && most <= ALL);
            }
        }
        assert_eq!(shelf.most_alike(&texts[3]), [0, 0, 0, ALL, 0]);
        assert_eq!(shelf.most_alike(&texts[4]), [0; 5]);
    }

    #[test]
    fn the_heaviest_chain_is_found() {
        let chain = |words: &[(usize, usize, u32)]| {
            let shared =
                words.iter().map(|&(at, of_other, weight)| Shared { at, of_other, weight });
            in_order(shared.collect())
        };
        assert_eq!(chain(&[]), 0);
        assert_eq!(chain(&[(0, 3, 5)]), 5);
        assert_eq!(chain(&[(2, 2, 1), (0, 0, 1), (1, 1, 1)]), 3, "whatever order they come in");
        assert_eq!(chain(&[(0, 2, 1), (1, 1, 1), (2, 0, 1)]), 1, "all of them are crossed");
        assert_eq!(chain(&[(0, 4, 7), (1, 0, 2), (2, 1, 2), (3, 5, 1), (4, 3, 2)]), 8);
        // As it is for every choice of some of them that stand in one order.
        let words = [(0, 5, 3), (1, 2, 1), (2, 6, 2), (3, 0, 4), (4, 3, 2), (5, 4, 1), (6, 1, 9)];
        let chains = (0_u32..1 << words.len()).filter_map(|choice| {
            let chosen: Vec<_> =
                (0..words.len()).filter(|at| (choice >> at) & 1 == 1).map(|at| words[at]).collect();
            chosen.is_sorted_by_key(|it| it.1).then(|| chosen.iter().map(|it| it.2).sum::<u32>())
        });
        assert_eq!(chain(&words), chains.max().unwrap_or_default());
    }

    #[test]
    fn a_threshold_changes_nothing_above_it() {
        let (one, other) = ("Leads the design of a system", "Leads the design of all systems");
        let of = |least| likeness(&weighed(one), &weighed(other), least);
        assert_eq!(of(0), of(of(0)));
        assert!(of(ALL) < ALL);
    }
}
