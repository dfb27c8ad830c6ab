//! The structs of the sections, from the table of their keys.

/// From each row: a member of a struct, an entry of [`FIELDS`], and an arm of `get` and `slot`.
macro_rules! sections {
    ($(
        $(#[$only:meta])?
        $section_doc:literal
        $ty:ident = $section:ident {
            $(
                $(#[$cfg:meta])?
                $member:ident $key:literal: $kind:expr, $flag:literal, $example:expr, $doc:literal;
            )+
        }
    )+) => {
        /// Every key of the spec file, in the order of the file.
        pub const FIELDS: &[Field] = &[$($($(#[$cfg])? Field {
            section: Section::$section,
            key: $key,
            kind: $kind,
            doc: $doc,
            example: $example,
            flag: $flag,
        },)+)+];

        $(
            $(#[$only])?
            #[doc = $section_doc]
            #[derive(Debug, Clone, Default, Serialize)]
            #[cfg_attr(feature = "tsify", derive(tsify::Tsify))]
            pub struct $ty {
                $(
                    $(#[$cfg])?
                    #[doc = $doc]
                    #[serde(rename = $key, skip_serializing_if = "Option::is_none")]
                    pub $member: Option<Value>,
                )+
                /// Where the section begins, if it came from a file.
                #[serde(skip)]
                pub place: Option<Place>,
            }

            $(#[$only])?
            impl $ty {
                /// What this section says, in Markdown.
                pub(super) const DOC: &str = $section_doc;

                /// Whether it says nothing.
                pub fn is_empty(&self) -> bool {
                    $(
                        $(#[$cfg])?
                        if self.$member.is_some() {
                            return false;
                        }
                    )+
                    true
                }

                /// The value of `key`, if the section has the key and the key a value.
                pub fn get(&self, key: &str) -> Option<&Value> {
                    match key {
                        $($(#[$cfg])? $key => self.$member.as_ref(),)+
                        _ => None,
                    }
                }

                /// Where the value of `key` goes, if the section has the key.
                pub fn slot(&mut self, key: &str) -> Option<&mut Option<Value>> {
                    match key {
                        $($(#[$cfg])? $key => Some(&mut self.$member),)+
                        _ => None,
                    }
                }
            }

            $(#[$only])?
            impl Slots for $ty {
                fn slot_of(&mut self, key: &str) -> Option<&mut Option<Value>> {
                    self.slot(key)
                }
            }

            $(#[$only])?
            impl<'de> Deserialize<'de> for $ty {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let mut section = Self::default();
                    fill(&mut section, deserializer)?;
                    Ok(section)
                }
            }

            $(#[$only])?
            impl Values for $ty {
                fn value(&self, key: &str) -> Option<&Value> {
                    self.get(key)
                }

                fn place(&self) -> Option<&Place> {
                    self.place.as_ref()
                }
            }

            $(#[$only])?
            impl PartialEq for $ty {
                /// By the values alone, wherever they stand.
                fn eq(&self, other: &Self) -> bool {
                    // Sections without keys in this build have nothing to compare.
                    let _ = other;
                    $(
                        $(#[$cfg])?
                        if self.$member != other.$member {
                            return false;
                        }
                    )+
                    true
                }
            }
        )+
    };
}

pub(super) use sections;
