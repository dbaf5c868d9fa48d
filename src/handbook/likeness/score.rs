//! How alike two texts are.

use std::collections::HashMap;

use super::rarity::Rarity;
use super::words::Words;
use crate::fingerprint::ByHash;

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
    stems: Vec<(u64, u32, u32)>,
    totals: Vec<u32>,
}

impl Shelf {
    /// A shelf of texts.
    pub fn new(texts: &[Weighed]) -> Self {
        let mut stems = Vec::with_capacity(texts.iter().map(|it| it.weights.len()).sum());
        for (number, text) in (0..).zip(texts) {
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
            with.for_each(|(_, text, most)| bags[*text as usize] += weight + most);
        }
        let likeness = |(bag, total): (u32, &u32)| part(3 * bag, one.total + total).min(ALL);
        bags.into_iter().zip(&self.totals).map(likeness).collect()
    }
}

/// How many texts with a word are looked at, and from how many on no more frequent word is.
const MOST: usize = 200;

/// Texts by their rarest words, to find those among thousands that may be alike: two texts that have much in common have
/// one of the rarest words of each in common.
///
/// This is the prefix filter of similarity joins (Chaudhuri, Ganti and Kaushik, "A primitive operator for similarity
/// joins in data cleaning", 2006).
pub struct ByRarest<'r> {
    rarity: &'r Rarity,
    least: u32,
    numbers: HashMap<u64, Vec<usize>, ByHash>,
}

impl<'r> ByRarest<'r> {
    /// Texts with their numbers, in the order of these. Those of which the [`likeness`] is below `least` need not be found.
    pub fn new<'t>(
        texts: impl IntoIterator<Item = (usize, &'t Weighed)>,
        rarity: &'r Rarity,
        least: u32,
    ) -> Self {
        let mut found = Self { rarity, least, numbers: HashMap::default() };
        for (number, text) in texts {
            for stem in found.rarest(text) {
                found.numbers.entry(stem).or_default().push(number);
            }
        }
        found
    }

    /// The numbers of the texts that may be alike with one, in their order. Of thousands that are made of the same few
    /// words some hundreds come out: those with the rarest words of it, and with numbers next to its own.
    pub fn perhaps_alike(&self, number: usize, one: &Weighed) -> Vec<usize> {
        let mut numbers = Vec::new();
        for stem in self.rarest(one) {
            let Some(with) = self.numbers.get(&stem) else { continue };
            let start = with.partition_point(|it| *it < number).saturating_sub(MOST / 2);
            numbers.extend(with[start..].iter().take(MOST));
            if numbers.len() >= MOST {
                numbers.sort_unstable();
                numbers.dedup();
            }
            if numbers.len() >= MOST {
                return numbers;
            }
        }
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// The stems of a text but for the most frequent ones, which alone make it alike with nothing.
    ///
    /// A likeness is at most the weight of the shared words in both texts, divided by that of all words. In the other
    /// text the shared words weigh four thirds at most of what they weigh in this one, and no more than all of it. So
    /// of a weight of all words `t`, for a likeness `l` of 1, they weigh `3lt / (7 - 4l)` at least in this one.
    fn rarest(&self, text: &Weighed) -> Vec<u64> {
        let mut stems: Vec<(u32, u64, u32)> = Vec::new();
        for (stem, at) in text.words.sorted() {
            match stems.last_mut() {
                Some((_, last, weight)) if *last == stem => *weight += text.weights[at],
                _ => stems.push((self.rarity.count(stem), stem, text.weights[at])),
            }
        }
        stems.sort_unstable();
        let (all, least) = (u64::from(ALL), u64::from(self.least));
        let mut left_out = 0;
        while let Some((_, _, weight)) = stems.last() {
            left_out += u64::from(*weight);
            if left_out * (7 * all - 4 * least) >= 3 * least * u64::from(text.total) {
                break;
            }
            stems.pop();
        }
        stems.into_iter().map(|(_, stem, _)| stem).collect()
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
    use crate::handbook::likeness::{Language, Stems};

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

    /// Texts of few words, many of which say nearly the same.
    fn many() -> Vec<Words> {
        let words = ["plans", "a", "release", "writes", "the", "guide", "for", "new", "engineers"];
        let mut state = 5_u64;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as usize % below
        };
        let texts = (0..MOST - 20).map(|_| {
            let text: Vec<&str> = (0..next(9)).map(|_| words[next(words.len())]).collect();
            Words::new(&text.join(" "), Language::of_tag("en"))
        });
        texts.collect()
    }

    #[test]
    fn what_is_alike_has_a_rare_word_in_common() {
        let texts = many();
        let rarity = Rarity::of([Stems::of(texts.iter().cloned())]);
        let texts: Vec<Weighed> =
            texts.into_iter().map(|words| Weighed::new(words, &rarity)).collect();
        let mut passed_over = 0;
        for least in [1, ALL / 4, ALL / 2, 13 * ALL / 20, ALL] {
            let by_rarest = ByRarest::new(texts.iter().enumerate(), &rarity, least);
            for (number, one) in texts.iter().enumerate() {
                let found = by_rarest.perhaps_alike(number, one);
                let alike =
                    (0..texts.len()).filter(|it| likeness(one, &texts[*it], least) >= least);
                assert!(alike.into_iter().all(|it| found.contains(&it)), "at least {least}");
                passed_over += texts.len() - found.len();
            }
        }
        assert!(passed_over > 20_000, "{passed_over} of {}", 5 * texts.len() * texts.len());
    }
}
