//! One spelling for one person, and for one organization.

use foldhash::{HashMap, HashMapExt};

use crate::rules::Checker;
use crate::work_product::{Part, WorkProduct};

/// `name-consistency`.
pub fn consistency(checker: &mut Checker<'_>) {
    let work = checker.work;
    one_name_per_address(checker);
    for (kind, written) in [("person", names(work)), ("organization", organizations(work))] {
        for (odd, usual) in Spellings::new(written).pairs() {
            let message = format!("`{}` is spelled `{}` elsewhere: is it one {kind}?", odd.text, usual.text);
            let found = checker.found(odd.range, message).related(usual.range, "the other spelling");
            checker.report(found.help("spell it the same in every list"));
        }
    }
}

fn names(work: &WorkProduct) -> Vec<&Part> {
    let in_roles = work.people.all().filter_map(|person| person.name.as_ref());
    in_roles.chain(work.people.participants.iter().map(|participant| &participant.name)).collect()
}

fn organizations(work: &WorkProduct) -> Vec<&Part> {
    let in_roles = work.people.all().filter_map(|person| Some(&person.affiliation.as_ref()?.shown));
    in_roles.chain(work.people.participants.iter().filter_map(|p| p.affiliation.as_ref())).collect()
}

/// Two names with one mail address, where they are not spellings of each other.
fn one_name_per_address(checker: &mut Checker<'_>) {
    let mut first: HashMap<String, &Part> = HashMap::new();
    for person in checker.work.people.all() {
        let (Some(name), Some(mail)) = (&person.name, &person.mail) else { continue };
        let address = mail.shown.text.trim().to_lowercase();
        if !address.contains('@') || address.contains("example.") {
            continue;
        }
        let Some(&before) = first.get(&address) else {
            first.insert(address, name);
            continue;
        };
        let (one, other) = (folded(without_title(&before.text)), folded(without_title(&name.text)));
        if one != other && !is_typo(&one, &other) {
            let message = format!("the address {address} is that of `{}` elsewhere", before.text);
            let found = checker.found(name.range, message).related(before.range, "the other name");
            checker.report(found.help("find out whose address it is"));
        }
    }
}

/// A name without an academic title before it.
fn without_title(name: &str) -> &str {
    let titles = ["Dr. ", "Dr ", "Prof. ", "Professor "];
    titles.iter().fold(name, |name, title| name.strip_prefix(title).unwrap_or(name))
}

/// The ways a list of names is written, each once, with how often.
struct Spellings<'a> {
    list: Vec<(&'a Part, usize)>,
}

/// Shortest name in which one different letter is taken for a slip.
const SHORTEST: usize = 8;

impl<'a> Spellings<'a> {
    fn new(written: Vec<&'a Part>) -> Self {
        let mut list: Vec<(&Part, usize)> = Vec::new();
        let mut known: HashMap<&str, usize> = HashMap::new();
        for part in written {
            let at = *known.entry(&part.text).or_insert(list.len());
            match list.get_mut(at) {
                Some((_, count)) => *count += 1,
                None => list.push((part, 1)),
            }
        }
        Self { list }
    }

    /// Spellings that differ in case and spaces, or in one letter: the rarer one, and the other.
    fn pairs(&self) -> Vec<(&'a Part, &'a Part)> {
        let mut found: Vec<(usize, usize)> = Vec::new();
        let mut by_trace: HashMap<String, usize> = HashMap::new();
        for (index, (part, _)) in self.list.iter().enumerate() {
            let own = folded(&part.text);
            let mut partner = None;
            for trace in traces(&own) {
                let other = *by_trace.entry(trace).or_insert(index);
                if other != index && self.is_slip(other, index) {
                    partner = Some(other);
                }
            }
            found.extend(partner.map(|other| (other, index)));
        }
        let rarer_first = |(first, second): (usize, usize)| {
            let ((first, often), (second, rare)) = (self.list[first], self.list[second]);
            if often >= rare { (second, first) } else { (first, second) }
        };
        found.into_iter().map(rarer_first).collect()
    }

    fn is_slip(&self, first: usize, second: usize) -> bool {
        let (first, second) = (&self.list[first].0.text, &self.list[second].0.text);
        let (one, other) = (folded(first), folded(second));
        // Punctuation alone is no other spelling: `J. R. Rao`, `Example, Inc.`.
        if one == other { letters_and_spaces(first) != letters_and_spaces(second) } else { is_typo(&one, &other) }
    }
}

/// Letters and digits in lower case.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn letters_and_spaces(text: &str) -> String {
    let kept: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A folded name and what is left of it without one of its letters: names one letter apart share one of these.
fn traces(name: &str) -> Vec<String> {
    let mut traces = vec![name.to_owned()];
    if name.chars().count() >= SHORTEST {
        let without = |at: usize, c: char| format!("{}{}", &name[..at], &name[at + c.len_utf8()..]);
        traces.extend(name.char_indices().map(|(at, c)| without(at, c)));
    }
    traces
}

/// Whether two folded names differ by one letter, left out, added or changed, that is neither a digit nor the last.
fn is_typo(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().min(other.len()) < SHORTEST || one.len().abs_diff(other.len()) > 1 || one == other {
        return false;
    }
    let front = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let back = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let longest = one.len().max(other.len());
    let apart = longest.saturating_sub(front + back) <= 1;
    let (a, b) = (one.get(front), other.get(front));
    let letters = [a, b].into_iter().flatten().all(|c| c.is_alphabetic());
    apart && letters && front > 0 && front + 1 < longest
}
