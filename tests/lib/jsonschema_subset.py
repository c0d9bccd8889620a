"""The part of JSON Schema 2020-12 that doc/mushi.schema.json uses, strict about the rest."""
import re

SAYS_NOTHING = {'$schema', '$id', 'title', 'description', '$defs'}
KNOWN = SAYS_NOTHING | {'$ref', 'type', 'const', 'enum', 'properties', 'required', 'items',
                        'additionalProperties', 'pattern', 'minLength', 'minimum', 'maximum',
                        'maxItems', 'anyOf', 'if', 'then', 'else'}
DOCUMENTS = {}  # name -> schema: what a $ref to another file means
TYPES = {'string': str, 'null': type(None), 'array': list, 'object': dict, 'boolean': bool}


def is_type(x, name):
    if name in ('number', 'integer'):
        return isinstance(x, (int, float) if name == 'number' else int) and not isinstance(x, bool)
    return isinstance(x, TYPES[name])


def equal(a, b):
    return a == b and isinstance(a, bool) == isinstance(b, bool)


def errors(x, schema, root, at='$'):
    """A list of "where: what is wrong"; raises on a keyword this validator does not know."""
    unknown = set(schema) - KNOWN
    if unknown:
        raise ValueError(f'keyword unknown to this validator: {unknown}')
    if schema.get('$ref') in DOCUMENTS:
        return errors(x, DOCUMENTS[schema['$ref']], DOCUMENTS[schema['$ref']], at)
    if '$ref' in schema:
        part = root
        for name in schema['$ref'].split('/')[1:]:
            part = part[name]
        return errors(x, part, root, at)
    out = []
    if 'type' in schema:
        names = schema['type'] if isinstance(schema['type'], list) else [schema['type']]
        if not any(is_type(x, n) for n in names):
            return [f'{at}: {x!r} is not {" or ".join(names)}']
    if 'const' in schema and not equal(x, schema['const']):
        out.append(f'{at}: {x!r} is not {schema["const"]!r}')
    if 'enum' in schema and not any(equal(x, e) for e in schema['enum']):
        out.append(f'{at}: {x!r} is none of {schema["enum"]}')
    if isinstance(x, str):
        if 'pattern' in schema and not re.search(schema['pattern'], x):
            out.append(f'{at}: {x!r} does not match {schema["pattern"]}')
        if len(x) < schema.get('minLength', 0):
            out.append(f'{at}: too short')
    if is_type(x, 'number'):
        if x < schema.get('minimum', x) or x > schema.get('maximum', x):
            out.append(f'{at}: {x} is out of range')
    if isinstance(x, list):
        if len(x) > schema.get('maxItems', len(x)):
            out.append(f'{at}: too many')
        for i, item in enumerate(x):
            out += errors(item, schema.get('items', {}), root, f'{at}[{i}]')
    if isinstance(x, dict):
        props = schema.get('properties', {})
        out += [f'{at}: "{k}" is missing' for k in schema.get('required', ()) if k not in x]
        for k, v in x.items():
            if k in props:
                out += errors(v, props[k], root, f'{at}.{k}')
            elif schema.get('additionalProperties', True) is False:
                out.append(f'{at}: "{k}" should not be there')
    if 'anyOf' in schema and all(errors(x, s, root, at) for s in schema['anyOf']):
        out.append(f'{at}: {x!r} is none of the alternatives')
    if 'if' in schema:
        branch = schema.get('else' if errors(x, schema['if'], root, at) else 'then', {})
        out += errors(x, branch, root, at)
    return out
