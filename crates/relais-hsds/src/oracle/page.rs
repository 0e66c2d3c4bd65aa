use serde_json::Value;

use super::{Shape, faults};

/// What is wrong with a page of a list: one of its seven counts missing, at odds with another or with what stands on it, or
/// a fault of a record. Its place is told before each fault of a record.
pub fn page_faults(shape: Shape, page: &Value) -> Vec<String> {
    let Some(contents) = page.get("contents").and_then(Value::as_array) else {
        return vec!["/contents: not a list".to_owned()];
    };
    let mut found = match Counts::of(page) {
        Ok(counts) => counts.faults(contents.len() as u64),
        Err(missing) => missing,
    };
    for (at, record) in contents.iter().enumerate() {
        found.extend(
            faults(shape, record)
                .iter()
                .map(|fault| format!("/contents/{at}{fault}")),
        );
    }
    found
}

struct Counts {
    total_items: u64,
    total_pages: u64,
    page_number: u64,
    size: u64,
    first_page: bool,
    last_page: bool,
    empty: bool,
}

impl Counts {
    fn of(page: &Value) -> Result<Self, Vec<String>> {
        let mut missing = Vec::new();
        let mut number = |name: &str| {
            let number = page.get(name).and_then(Value::as_u64);
            number.unwrap_or_else(|| {
                missing.push(format!("/{name}: not a whole number"));
                0
            })
        };
        let total_items = number("total_items");
        let total_pages = number("total_pages");
        let page_number = number("page_number");
        let size = number("size");
        let mut flag = |name: &str| {
            let flag = page.get(name).and_then(Value::as_bool);
            flag.unwrap_or_else(|| {
                missing.push(format!("/{name}: neither true nor false"));
                false
            })
        };
        let counts = Self {
            total_items,
            total_pages,
            page_number,
            size,
            first_page: flag("first_page"),
            last_page: flag("last_page"),
            empty: flag("empty"),
        };
        if missing.is_empty() {
            Ok(counts)
        } else {
            Err(missing)
        }
    }

    fn faults(&self, there: u64) -> Vec<String> {
        let claims = [
            (self.page_number >= 1, "/page_number: pages count from one"),
            (self.size == there, "/size: not the number of records on the page"),
            (self.empty == (there == 0), "/empty: the page says otherwise"),
            (
                self.first_page == (self.page_number == 1),
                "/first_page: not its number",
            ),
            (
                self.last_page == (self.page_number >= self.total_pages),
                "/last_page: not its number",
            ),
            (
                self.size <= self.total_items,
                "/total_items: fewer than on the page",
            ),
            (self.agree(), "/total_pages: at odds with the number of records"),
        ];
        let wrong = claims.into_iter().filter(|(holds, _)| !holds);
        wrong.map(|(_, fault)| fault.to_owned()).collect()
    }

    /// A page before the last is full, and says how many pages there are; the last holds what the others leave.
    fn agree(&self) -> bool {
        let Self {
            total_items,
            total_pages,
            page_number,
            size,
            ..
        } = *self;
        if total_items == 0 {
            return total_pages <= 1;
        }
        if page_number > total_pages {
            return total_pages >= 1 && size == 0;
        }
        if page_number < total_pages {
            return size > 0 && total_items.div_ceil(size) == total_pages;
        }
        let others = total_items.saturating_sub(size);
        match total_pages - 1 {
            0 => others == 0,
            full => size > 0 && others % full == 0 && others / full >= size,
        }
    }
}
