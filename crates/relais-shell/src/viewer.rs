/// Who looks at the page: what the frame shows about them, nothing that decides what they may do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Viewer {
    pub name: String,
    pub organisation: String,
    /// Their roles in words.
    pub roles: Vec<String>,
    /// Where they can go, in order.
    pub nav: Vec<NavItem>,
    /// Their rights rest until somebody gives them back.
    pub travelling: bool,
}

/// One line of the navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavItem {
    pub label: String,
    pub href: String,
    pub icon: Icon,
    /// How many things wait there; 0 shows nothing.
    pub waiting: u32,
}

/// The name of a Tabler icon. Written `Icon("home")` in code, so that the front-end build finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Icon(pub &'static str);

impl NavItem {
    pub fn new(label: impl Into<String>, href: impl Into<String>, icon: Icon) -> Self {
        Self {
            label: label.into(),
            href: href.into(),
            icon,
            waiting: 0,
        }
    }

    #[must_use]
    pub fn waiting(mut self, waiting: u32) -> Self {
        self.waiting = waiting;
        self
    }
}

impl Viewer {
    /// Whether this line is where the reader is: the longest address that the page's own begins with.
    pub fn is_here(&self, item: &NavItem, here: &str) -> bool {
        let path = here.split('?').next().unwrap_or(here);
        let covers = |href: &str| {
            path == href || (href != "/" && path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')))
        };
        covers(&item.href)
            && !self
                .nav
                .iter()
                .any(|other| other.href.len() > item.href.len() && covers(&other.href))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_closest_line_is_where_one_is() {
        let item = |href: &str| NavItem::new("", href, Icon("home"));
        let viewer = Viewer {
            nav: vec![item("/"), item("/dossiers"), item("/dossiers/mes")],
            ..Viewer::default()
        };
        let here = |path| {
            viewer
                .nav
                .iter()
                .map(|i| viewer.is_here(i, path))
                .collect::<Vec<_>>()
        };
        assert_eq!(here("/dossiers/abc?x=1"), [false, true, false]);
        assert_eq!(here("/dossiers/mes"), [false, false, true]);
        assert_eq!(here("/"), [true, false, false]);
        assert_eq!(here("/dossiersx"), [false, false, false]);
    }
}
