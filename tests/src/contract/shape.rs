//! What a contract consists of, as texts that can be compared: no comments, no versions, no order of
//! declarations, but the order of fields, cases and parameters, which is part of a type.

use std::collections::BTreeMap;

use wit_parser::{Function, Handle, Interface, InterfaceId, Type, TypeDefKind, TypeOwner, WorldItem, WorldKey};

use super::Contract;

/// Types, functions, imports and exports by what they are called, with their parts.
pub type Items = BTreeMap<String, Vec<String>>;

/// How an import of a world is called.
pub const IMPORT: &str = "import ";

/// The interfaces of a contract.
pub fn interfaces(contract: &Contract) -> BTreeMap<String, Items> {
    let interfaces = contract.resolve.packages[contract.package].interfaces.iter();
    interfaces
        .map(|(name, id)| (format!("interface {name}"), interface(contract, *id)))
        .collect()
}

fn interface(contract: &Contract, id: InterfaceId) -> Items {
    let Interface { types, functions, .. } = &contract.resolve.interfaces[id];
    let mut items = Items::new();
    for (name, id) in types {
        let definition = &contract.resolve.types[*id];
        let kind = definition.kind.as_str();
        items.insert(format!("{kind} {name}"), contract.parts(&definition.kind));
    }
    let functions = functions.values();
    items.extend(functions.map(|function| (format!("func {}", function.name), contract.signature(function))));
    items
}

/// The worlds of a contract.
pub fn worlds(contract: &Contract) -> BTreeMap<String, Items> {
    let worlds = contract.resolve.packages[contract.package].worlds.iter();
    let items = |id| {
        let world = &contract.resolve.worlds[id];
        let imports = world.imports.iter().map(|(key, item)| (IMPORT, key, item));
        let exports = world.exports.iter().map(|(key, item)| ("export ", key, item));
        let named = imports
            .chain(exports)
            .map(|(how, key, item)| (format!("{how}{}", contract.key(key)), contract.member(item)));
        named.collect()
    };
    worlds.map(|(name, id)| (format!("world {name}"), items(*id))).collect()
}

impl Contract {
    /// Of an interface of its own the name, of another's the whole.
    fn key(&self, key: &WorldKey) -> String {
        match key {
            WorldKey::Interface(id) if self.resolve.interfaces[*id].package == Some(self.package) => {
                self.resolve.interfaces[*id].name.clone().unwrap_or_default()
            }
            other => self.resolve.name_world_key(other),
        }
    }

    fn member(&self, item: &WorldItem) -> Vec<String> {
        match item {
            WorldItem::Interface { .. } => Vec::new(),
            WorldItem::Function(function) => self.signature(function),
            WorldItem::Type { id, .. } => self.parts(&self.resolve.types[*id].kind),
        }
    }

    fn signature(&self, function: &Function) -> Vec<String> {
        let parameters = function.params.iter();
        let mut parts: Vec<_> = parameters
            .map(|parameter| format!("{}: {}", parameter.name, self.named(&parameter.ty)))
            .collect();
        let result = function.result.as_ref();
        parts.extend(result.map(|result| format!("-> {}", self.named(result))));
        parts.extend(function.kind.is_async().then(|| "async".to_owned()));
        parts
    }

    /// What a type is made of.
    fn parts(&self, kind: &TypeDefKind) -> Vec<String> {
        match kind {
            TypeDefKind::Record(record) => {
                let fields = record.fields.iter();
                fields
                    .map(|field| format!("{}: {}", field.name, self.named(&field.ty)))
                    .collect()
            }
            TypeDefKind::Variant(variant) => {
                let cases = variant.cases.iter();
                let payload =
                    |ty: &Option<Type>| ty.as_ref().map_or(String::new(), |ty| format!("({})", self.named(ty)));
                cases
                    .map(|case| format!("{}{}", case.name, payload(&case.ty)))
                    .collect()
            }
            TypeDefKind::Enum(cases) => cases.cases.iter().map(|case| case.name.clone()).collect(),
            TypeDefKind::Flags(flags) => flags.flags.iter().map(|flag| flag.name.clone()).collect(),
            other => vec![self.structure(other)],
        }
    }

    /// A type where it is used: by its name, with its interface where that is not obvious.
    fn named(&self, ty: &Type) -> String {
        let Type::Id(id) = ty else {
            return format!("{ty:?}").to_lowercase();
        };
        let definition = &self.resolve.types[*id];
        match (&definition.name, definition.owner) {
            (Some(name), TypeOwner::Interface(owner)) => {
                let owner = self.resolve.interfaces[owner].name.as_deref().unwrap_or_default();
                format!("{owner}.{name}")
            }
            (Some(name), _) => name.clone(),
            (None, _) => self.structure(&definition.kind),
        }
    }

    /// A type that has no name.
    fn structure(&self, kind: &TypeDefKind) -> String {
        let maybe = |ty: &Option<Type>| ty.as_ref().map_or("_".to_owned(), |ty| self.named(ty));
        let all = |types: &[Type]| types.iter().map(|ty| self.named(ty)).collect::<Vec<_>>().join(", ");
        match kind {
            TypeDefKind::Type(ty) => self.named(ty),
            TypeDefKind::Option(ty) => format!("option<{}>", self.named(ty)),
            TypeDefKind::List(ty) => format!("list<{}>", self.named(ty)),
            TypeDefKind::FixedLengthList(ty, length) => format!("list<{}, {length}>", self.named(ty)),
            TypeDefKind::Tuple(tuple) => format!("tuple<{}>", all(&tuple.types)),
            TypeDefKind::Map(key, value) => format!("map<{}>", all(&[*key, *value])),
            TypeDefKind::Result(result) => format!("result<{}, {}>", maybe(&result.ok), maybe(&result.err)),
            TypeDefKind::Future(ty) => format!("future<{}>", maybe(ty)),
            TypeDefKind::Stream(ty) => format!("stream<{}>", maybe(ty)),
            TypeDefKind::Handle(Handle::Own(id)) => self.named(&Type::Id(*id)),
            TypeDefKind::Handle(Handle::Borrow(id)) => format!("borrow<{}>", self.named(&Type::Id(*id))),
            // Those with parts always have a name; a resource is no more than its name.
            other => other.as_str().to_owned(),
        }
    }
}
