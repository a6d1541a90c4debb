//! Values of the core as Python's own: a small serialiser that writes dictionaries, lists and
//! scalars, and makes a `gigahost.SecretStr` of every secret; and the hosts' JSON, both ways.

use std::fmt::Display;

use gigahost::HostJson;
use pyo3::IntoPyObjectExt as _;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString};
use serde::ser::{self, Serialize};
use serde_json::{Map, Number, Value};

use crate::secret;

/// A typed answer as dictionaries, lists and scalars.
pub(crate) fn to_python<'py>(
    py: Python<'py>,
    value: &impl Serialize,
) -> PyResult<Bound<'py, PyAny>> {
    value.serialize(Writer(py)).map_err(|failure| failure.0)
}

/// The host's own JSON of an answer. It is no part of what makes two results equal: the host writes
/// the same thing in many ways.
#[derive(Clone, Default)]
pub(crate) struct Json(Option<HostJson>);

impl Json {
    pub(crate) fn of(json: Option<&HostJson>) -> Self {
        Self(json.cloned())
    }
}

impl PartialEq for Json {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<'py> IntoPyObject<'py> for &Json {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        match &self.0 {
            Some(json) => to_python(py, json.value()),
            None => Ok(py.None().into_bound(py)),
        }
    }
}

impl<'py> IntoPyObject<'py> for Json {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        (&self).into_pyobject(py)
    }
}

impl<'py> FromPyObject<'_, 'py> for Json {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if object.is_none() {
            return Ok(Self(None));
        }
        Ok(Self(Some(read(&object)?.into())))
    }
}

/// JSON from Python's values.
fn read(object: &Bound<'_, PyAny>) -> PyResult<Value> {
    if object.is_none() {
        Ok(Value::Null)
    } else if let Ok(truth) = object.cast::<PyBool>() {
        Ok(Value::Bool(truth.is_true()))
    } else if object.is_instance_of::<PyInt>() {
        match object.extract::<u64>() {
            Ok(number) => Ok(Value::from(number)),
            Err(_) => object.extract::<i64>().map(Value::from),
        }
    } else if let Ok(float) = object.cast::<PyFloat>() {
        Ok(Number::from_f64(float.value()).map_or(Value::Null, Value::Number))
    } else if object.is_instance_of::<PyString>() {
        object.extract().map(Value::String)
    } else if let Ok(list) = object.cast::<PyList>() {
        list.iter().map(|item| read(&item)).collect::<PyResult<_>>().map(Value::Array)
    } else if let Ok(dict) = object.cast::<PyDict>() {
        let mut fields = Map::new();
        for (name, value) in dict.iter() {
            fields.insert(name.extract()?, read(&value)?);
        }
        Ok(Value::Object(fields))
    } else {
        Err(PyTypeError::new_err("JSON holds dict, list, str, int, float, bool and None only"))
    }
}

/// An exception inside the serialiser.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
struct Failure(#[from] PyErr);

impl ser::Error for Failure {
    fn custom<T: Display>(message: T) -> Self {
        Self(PyTypeError::new_err(message.to_string()))
    }
}

type Made<'py> = Result<Bound<'py, PyAny>, Failure>;

#[derive(Clone, Copy)]
struct Writer<'py>(Python<'py>);

impl<'py> Writer<'py> {
    fn plain<T: IntoPyObject<'py>>(self, value: T) -> Made<'py> {
        value.into_bound_py_any(self.0).map_err(Failure)
    }

    fn none(self) -> Bound<'py, PyAny> {
        self.0.None().into_bound(self.0)
    }
}

/// Under the name of its variant, as serde writes enums.
fn tagged<'py>(py: Python<'py>, variant: &str, value: &Bound<'py, PyAny>) -> Made<'py> {
    let dict = PyDict::new(py);
    dict.set_item(variant, value)?;
    Ok(dict.into_any())
}

impl<'py> ser::Serializer for Writer<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Failure;
    type SerializeSeq = Items<'py>;
    type SerializeTuple = Items<'py>;
    type SerializeTupleStruct = Items<'py>;
    type SerializeTupleVariant = Items<'py>;
    type SerializeMap = Fields<'py>;
    type SerializeStruct = Fields<'py>;
    type SerializeStructVariant = Fields<'py>;

    fn serialize_bool(self, v: bool) -> Made<'py> {
        self.plain(v)
    }
    fn serialize_i8(self, v: i8) -> Made<'py> {
        self.plain(v)
    }
    fn serialize_i16(self, v: i16) -> Made<'py> {
        self.plain(v)
    }
    fn serialize_i32(self, v: i32) -> Made<'py> {
        self.plain(v)
    }
    fn serialize_i64(self, v: i64) -> Made<'py> {
        self.plain(v)
    }
    fn serialize_u8(self, v: u8) -> Made<'py> {
        self.plain(v)
    }
    fn serialize_u16(self, v: u16) -> Made<'py> {
        self.plain(v)
    }
    fn serialize_u32(self, v: u32) -> Made<'py> {
        self.plain(v)
    }
    fn serialize_u64(self, v: u64) -> Made<'py> {
        self.plain(v)
    }
    fn serialize_f32(self, v: f32) -> Made<'py> {
        self.plain(v)
    }
    fn serialize_f64(self, v: f64) -> Made<'py> {
        self.plain(v)
    }
    fn serialize_char(self, v: char) -> Made<'py> {
        self.plain(v)
    }
    fn serialize_str(self, v: &str) -> Made<'py> {
        self.plain(v)
    }
    fn serialize_bytes(self, v: &[u8]) -> Made<'py> {
        self.plain(v)
    }
    fn serialize_none(self) -> Made<'py> {
        Ok(self.none())
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Made<'py> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Made<'py> {
        Ok(self.none())
    }
    fn serialize_unit_struct(self, _: &'static str) -> Made<'py> {
        Ok(self.none())
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Made<'py> {
        self.plain(variant)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Made<'py> {
        let made = value.serialize(self)?;
        if name != "Secret" {
            return Ok(made);
        }
        Ok(secret::to_python(self.0, made.extract().map_err(Failure)?)?)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Made<'py> {
        tagged(self.0, variant, &value.serialize(self)?)
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'py>, Failure> {
        Ok(Items { list: PyList::empty(self.0), variant: None })
    }
    fn serialize_tuple(self, length: usize) -> Result<Items<'py>, Failure> {
        self.serialize_seq(Some(length))
    }
    fn serialize_tuple_struct(self, _: &'static str, n: usize) -> Result<Items<'py>, Failure> {
        self.serialize_seq(Some(n))
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items<'py>, Failure> {
        Ok(Items { list: PyList::empty(self.0), variant: Some(variant) })
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Fields<'py>, Failure> {
        Ok(Fields { dict: PyDict::new(self.0), name: None, variant: None })
    }
    fn serialize_struct(self, _: &'static str, n: usize) -> Result<Fields<'py>, Failure> {
        self.serialize_map(Some(n))
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Fields<'py>, Failure> {
        Ok(Fields { dict: PyDict::new(self.0), name: None, variant: Some(variant) })
    }
}

/// A list in the making.
struct Items<'py> {
    list: Bound<'py, PyList>,
    variant: Option<&'static str>,
}

impl<'py> Items<'py> {
    fn add(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), Failure> {
        let item = value.serialize(Writer(self.list.py()))?;
        Ok(self.list.append(item)?)
    }

    fn finish(self) -> Made<'py> {
        match self.variant {
            Some(variant) => tagged(self.list.py(), variant, self.list.as_any()),
            None => Ok(self.list.into_any()),
        }
    }
}

/// What the traits of compound values share: a method for each part, and the same end.
macro_rules! compounds {
    ($($trait:ident for $kind:ident: $method:ident($($name:ident: $name_type:ty)?);)*) => {$(
        impl<'py> ser::$trait for $kind<'py> {
            type Ok = Bound<'py, PyAny>;
            type Error = Failure;
            fn $method<T: Serialize + ?Sized>(
                &mut self,
                $($name: $name_type,)?
                value: &T,
            ) -> Result<(), Failure> {
                self.add($($name,)? value)
            }
            fn end(self) -> Made<'py> {
                self.finish()
            }
        }
    )*};
}

compounds! {
    SerializeSeq for Items: serialize_element();
    SerializeTuple for Items: serialize_element();
    SerializeTupleStruct for Items: serialize_field();
    SerializeTupleVariant for Items: serialize_field();
    SerializeStruct for Fields: serialize_field(name: &'static str);
    SerializeStructVariant for Fields: serialize_field(name: &'static str);
}

/// A dictionary in the making.
struct Fields<'py> {
    dict: Bound<'py, PyDict>,
    name: Option<Bound<'py, PyAny>>,
    variant: Option<&'static str>,
}

impl<'py> Fields<'py> {
    fn add(&mut self, name: &str, value: &(impl Serialize + ?Sized)) -> Result<(), Failure> {
        let value = value.serialize(Writer(self.dict.py()))?;
        Ok(self.dict.set_item(name, value)?)
    }

    fn finish(self) -> Made<'py> {
        match self.variant {
            Some(variant) => tagged(self.dict.py(), variant, self.dict.as_any()),
            None => Ok(self.dict.into_any()),
        }
    }
}

impl<'py> ser::SerializeMap for Fields<'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Failure;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Failure> {
        self.name = Some(key.serialize(Writer(self.dict.py()))?);
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failure> {
        let value = value.serialize(Writer(self.dict.py()))?;
        Ok(self.dict.set_item(self.name.take(), value)?)
    }
    fn end(self) -> Made<'py> {
        self.finish()
    }
}
