// Checks answers against the HTTP contract, and the contract itself.
//
//   node check.mjs OPENAPI < lines    each line {"operation", "status", "content_type", "body"} is one answer;
//                                     `operation` is an operation id, `body` the JSON value, the text, or null
//   node check.mjs --self OPENAPI     the contract is well formed: references, operation ids, parameters, bounds, words
//
// One line for each fault; the exit code is 0 without faults, 1 with, 2 where it was called wrongly.
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import Ajv from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { parse } from 'yaml'

const SCHEMAS = '#/components/schemas/'
const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options']
/** Faults that are told of one answer; one with more is wrong as a whole. */
const FAULTS_OF_ONE_ANSWER_MAX = 20

/** The words of JSON Schema that the server's own check understands. */
const WORDS = new Set([
  '$ref', 'type', 'enum', 'const', 'required', 'properties', 'additionalProperties', 'items', 'minItems', 'maxItems',
  'uniqueItems', 'minLength', 'maxLength', 'pattern', 'minimum', 'maximum', 'format', 'oneOf', 'anyOf', 'allOf',
  'description', 'title', 'default', 'example',
])
const FORMATS = new Set(['date', 'date-time'])
/** Components that may hold members nobody named: a JSON Schema, and what an event says. */
const OPEN = new Set(['Form', 'EventData'])
const ROLES_BESIDE = ['any', 'public']

/** The value that a local reference names, or undefined. */
function at(document, reference) {
  if (!reference.startsWith('#/')) return undefined
  return reference
    .slice(2)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((value, step) => value?.[step], document)
}

function resolved(document, value) {
  return value?.$ref ? at(document, value.$ref) : value
}

/** The same schema with its references pointing into the one schema that Ajv holds. */
function relocated(value) {
  if (Array.isArray(value)) return value.map(relocated)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) =>
      name === '$ref' && typeof inner === 'string' && inner.startsWith(SCHEMAS)
        ? [name, `contract#/$defs/${inner.slice(SCHEMAS.length)}`]
        : [name, relocated(inner)],
    ),
  )
}

/** Compiles schemas of the contract; the same schema once. */
class Validators {
  constructor(document) {
    this.ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true })
    addFormats(this.ajv, [...FORMATS])
    this.ajv.addKeyword('example')
    this.ajv.addSchema({ $id: 'contract', $defs: relocated(document.components?.schemas ?? {}) })
    this.known = new Map()
  }

  of(schema) {
    const key = JSON.stringify(schema)
    if (!this.known.has(key)) this.known.set(key, this.ajv.compile(relocated(schema)))
    return this.known.get(key)
  }
}

/** Every operation as {path, method, item, operation}. */
function operationsOf(document) {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({ path, method, item, operation: item[method] })),
  )
}

// ---- answers ------------------------------------------------------------------------------------------------------

function mediaOf(contentType) {
  return (contentType ?? '').split(';')[0].trim().toLowerCase()
}

/** The media type object of a response for a content type, wildcards last. */
function contentFor(response, media) {
  const content = response.content ?? {}
  return content[media] ?? content[`${media.split('/')[0]}/*`] ?? content['*/*']
}

function sentenceOf(error) {
  const detail = error.params.additionalProperty ?? error.params.allowedValues?.join(', ') ?? error.params.allowedValue
  return `${error.instancePath || '/'} ${error.message}${detail === undefined ? '' : `: ${detail}`}`
}

/** How far a body is from a schema: faults at the body itself, which say that another form was meant, weigh first. */
function distance(told) {
  return told.filter((fault) => fault.startsWith('/ ')).length * 1000 + told.length
}

/** The faults of a body. Where no branch of an `anyOf` at the top fits, only those of the nearest branch are told. */
function faultsOfBody(validators, schema, body) {
  const validate = validators.of(schema)
  if (validate(body)) return []
  const branches = (schema.anyOf ?? schema.oneOf ?? []).map((branch) => faultsOfBody(validators, branch, body))
  const nearest = branches.sort((left, right) => distance(left) - distance(right))[0]
  if (nearest?.length) return nearest
  return validate.errors.map(sentenceOf)
}

function faultsOfAnswer(document, operations, validators, answer) {
  const operation = operations.get(answer.operation)
  if (!operation) return ['no operation of the contract has this id']
  const declared = operation.responses[String(answer.status)] ?? operation.responses.default
  if (!declared) return ['the contract knows no such status here']
  const response = resolved(document, declared)

  const empty = answer.body === null || answer.body === undefined || answer.body === ''
  if (!response.content) return empty ? [] : ['the contract knows no body here']
  const media = mediaOf(answer.content_type)
  const content = contentFor(response, media)
  if (!content) return [`the contract knows no content type "${media}" here`]
  return content.schema ? faultsOfBody(validators, content.schema, answer.body) : []
}

function faultsOfLine(document, operations, validators, line) {
  let answer
  try {
    answer = JSON.parse(line)
  } catch {
    return ['not JSON']
  }
  if (answer === null || typeof answer !== 'object') return ['not an answer']
  const faults = faultsOfAnswer(document, operations, validators, answer)
  return faults.slice(0, FAULTS_OF_ONE_ANSWER_MAX).map((fault) => `${answer.operation} ${answer.status}: ${fault}`)
}

async function checkAnswers(document) {
  const operations = new Map(operationsOf(document).map(({ operation }) => [operation.operationId, operation]))
  const validators = new Validators(document)
  let number = 0
  let faulty = false
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    number += 1
    if (line.trim() === '') continue
    for (const fault of faultsOfLine(document, operations, validators, line)) {
      faulty = true
      console.log(`line ${number}: ${fault}`)
    }
  }
  return !faulty
}

// ---- the contract itself ------------------------------------------------------------------------------------------

/** All faults found so far, each with the place where it is. */
const faults = []
const tell = (where, what) => faults.push(`${where}: ${what}`)

/** Calls `visit(value, where)` for every object beneath. */
function walk(value, where, visit) {
  if (value === null || typeof value !== 'object') return
  if (!Array.isArray(value)) visit(value, where)
  for (const [name, inner] of Object.entries(value)) walk(inner, `${where}/${name.replaceAll('/', '~1')}`, visit)
}

function checkReferences(document) {
  const used = new Set()
  walk(document, '#', (value, where) => {
    if (typeof value.$ref !== 'string') return
    used.add(value.$ref)
    if (at(document, value.$ref) === undefined) tell(where, `refers to nothing: ${value.$ref}`)
    if (Object.keys(value).length > 1) tell(where, '$ref has siblings')
  })
  for (const part of ['schemas', 'parameters', 'responses', 'headers']) {
    for (const name of Object.keys(document.components?.[part] ?? {})) {
      if (!used.has(`#/components/${part}/${name}`)) tell(`#/components/${part}/${name}`, 'is used nowhere')
    }
  }
}

function checkBounds(schema, types, where) {
  if (schema.enum !== undefined || schema.const !== undefined) return
  if (types.includes('string') && schema.maxLength === undefined) tell(where, 'a text without maxLength')
  if (types.includes('array') && (schema.maxItems === undefined || schema.items === undefined)) {
    tell(where, 'a list without maxItems or items')
  }
  if (types.includes('integer') && (schema.minimum === undefined || schema.maximum === undefined)) {
    tell(where, 'an integer without minimum or maximum')
  }
  if (types.includes('number')) tell(where, 'counts are integers, never floating point')
}

function checkObject(schema, where) {
  const rest = schema.additionalProperties
  const component = where.startsWith(SCHEMAS) ? where.slice(SCHEMAS.length) : ''
  const open = rest === true && OPEN.has(component)
  if (rest !== false && typeof rest !== 'object' && !open) tell(where, 'additionalProperties is not false')
  for (const name of schema.required ?? []) {
    if (!schema.properties?.[name]) tell(where, `requires a member that it does not know: ${name}`)
  }
}

function checkSchema(schema, where) {
  if (schema === null || typeof schema !== 'object' || Array.isArray(schema)) return tell(where, 'is no schema')
  for (const word of Object.keys(schema)) if (!WORDS.has(word)) tell(where, `the word ${word} is not allowed`)
  if (schema.$ref !== undefined) return undefined
  if (schema.format !== undefined && !FORMATS.has(schema.format)) tell(where, `the format ${schema.format}`)
  const types = [schema.type ?? []].flat()
  const branches = ['oneOf', 'anyOf', 'allOf'].filter((word) => schema[word])
  if (types.length === 0 && branches.length === 0) tell(where, 'has no type')
  checkBounds(schema, types, where)
  if (types.includes('object')) checkObject(schema, where)

  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    if (!/^[a-z][a-z0-9_]*$/.test(name)) tell(where, `the member ${name} is not in snake_case`)
    checkSchema(inner, `${where}/properties/${name}`)
  }
  if (typeof schema.additionalProperties === 'object') {
    checkSchema(schema.additionalProperties, `${where}/additionalProperties`)
  }
  if (schema.items !== undefined) checkSchema(schema.items, `${where}/items`)
  for (const word of branches) schema[word].forEach((inner, n) => checkSchema(inner, `${where}/${word}/${n}`))
  return undefined
}

/** Every schema with its place: components, and those of parameters, headers, bodies and answers. */
function schemasOf(document) {
  const found = Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => [SCHEMAS + name, schema])
  const { schemas: _, ...elsewhere } = document.components ?? {}
  walk({ paths: document.paths, components: elsewhere }, '#', (value, where) => {
    if (value.schema !== undefined) found.push([`${where}/schema`, value.schema])
  })
  return found
}

function checkSchemas(document) {
  const schemas = schemasOf(document)
  for (const [where, schema] of schemas) checkSchema(schema, where)
  if (faults.length > 0) return
  const validators = new Validators(document)
  for (const [where, schema] of schemas) {
    try {
      validators.of(where.startsWith(SCHEMAS) ? { $ref: where } : schema)
    } catch (fault) {
      tell(where, fault.message)
    }
  }
}

function checkParameters(document, { path, item, operation }, where) {
  const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((one) => resolved(document, one))
  const names = parameters.map((one) => `${one?.in} ${one?.name}`)
  names.forEach((name, n) => names.indexOf(name) !== n && tell(where, `the parameter ${name} comes twice`))
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => `path ${match[1]}`)
  for (const name of inPath) if (!names.includes(name)) tell(where, `the parameter ${name} is not told`)
  for (const name of names) {
    if (name.startsWith('path ') && !inPath.includes(name)) tell(where, `the parameter ${name} is not in the path`)
  }
  return names
}

/** What belongs to an action: its name, its place in the path, key, dry run and the answers of refusal. */
function checkAction({ path, method, operation }, names, where) {
  const action = operation['x-action']
  if (action === undefined) {
    if (path.includes('/actions/')) tell(where, 'an action without x-action')
    return
  }
  const body = operation.requestBody?.content?.['application/json']?.schema
  if (method !== 'post') tell(where, 'an action that is not POST')
  if (!/^(matter|meeting|item|organ)_/.test(operation.operationId)) tell(where, 'an action without its target')
  if (!operation.operationId.endsWith(`_${action}`)) tell(where, 'x-action does not fit the operation id')
  if (path.includes('/actions/') && !path.endsWith(`/actions/${action}`)) tell(where, 'x-action does not fit the path')
  if (!body?.$ref) tell(where, 'an action whose body is no component')
  const parameters = ['header Idempotency-Key', 'query dry_run']
  for (const name of parameters) if (!names.includes(name)) tell(where, `lacks ${name}`)
  const statuses = ['401', '403', '409', '422', '428', ...(names.includes('header If-Match') ? ['412'] : [])]
  for (const status of statuses) if (!operation.responses[status]) tell(where, `lacks ${status}`)
}

function checkRoles(document, operation, where) {
  const roles = operation['x-roles'] ?? []
  const known = [...(document.components?.schemas?.Role?.enum ?? []), ...ROLES_BESIDE]
  if (roles.length === 0) tell(where, 'lacks x-roles')
  for (const role of roles) if (!known.includes(role)) tell(where, `knows no role ${role}`)
  const open = Array.isArray(operation.security) && operation.security.length === 0
  if (open !== roles.includes('public')) tell(where, 'security and x-roles do not agree')
}

function checkOperations(document) {
  const seen = new Set()
  const tags = new Set((document.tags ?? []).map((tag) => tag.name))
  for (const one of operationsOf(document)) {
    const where = `${one.method.toUpperCase()} ${one.path}`
    const { operation } = one
    const id = operation.operationId ?? ''
    if (!/^[a-z][a-z0-9_]*$/.test(id)) tell(where, `the operation id "${id}" is not in snake_case`)
    if (seen.has(id)) tell(where, `the operation id ${id} comes twice`)
    seen.add(id)
    if (!operation.tags?.length || operation.tags.some((tag) => !tags.has(tag))) tell(where, 'has no known tag')
    if (!operation.responses?.default) tell(where, 'has no default response')
    checkRoles(document, operation, where)
    checkAction(one, checkParameters(document, one, where), where)
  }
}

function checkContract(document) {
  if (!/^3\.1\./.test(document.openapi ?? '')) tell('#/openapi', 'is not 3.1')
  checkReferences(document)
  checkOperations(document)
  checkSchemas(document)
  for (const fault of faults) console.log(fault)
  if (faults.length === 0) {
    const schemas = Object.keys(document.components.schemas).length
    console.log(`${operationsOf(document).length} operations, ${schemas} components: well formed`)
  }
  return faults.length === 0
}

const words = process.argv.slice(2)
const self = words[0] === '--self'
const file = words[self ? 1 : 0]
if (file === undefined || words.length !== (self ? 2 : 1)) {
  console.error('usage: node check.mjs OPENAPI < lines\n       node check.mjs --self OPENAPI')
  process.exit(2)
}
const contract = parse(readFileSync(file, 'utf8'))
process.exitCode = (self ? checkContract(contract) : await checkAnswers(contract)) ? 0 : 1
