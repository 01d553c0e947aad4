//! Enumerations with machine names, which stand in databases, JSON and arguments.

/// Implements `ALL`, `as_str`, `Display`, and a `FromStr` that ignores case and surrounding blanks.
macro_rules! machine_words {
    ($name:ident { $($variant:ident => $word:literal),+ }, $refusal:expr) => {
        impl $name {
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$variant),+];

            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::Invalid;

            fn from_str(input: &str) -> Result<Self, Self::Err> {
                let name = input.trim();
                Self::ALL
                    .into_iter()
                    .find(|it| it.as_str().eq_ignore_ascii_case(name))
                    .ok_or_else(|| $crate::domain::Invalid::new($refusal))
            }
        }
    };
}

pub(super) use machine_words;
