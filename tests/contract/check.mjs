// Checks answers against the HTTP contract, and the contract itself.
//
//   node check.mjs --recorded FOLDER OPENAPI   every answer that the test programs wrote down (see
//                                              tests/support/recorded_answers.hpp) is one that the contract names
//   node check.mjs --self OPENAPI              the contract is well formed: references, operation ids, parameters,
//                                              bounds, words
//
// One line for each fault, then what was looked at, and last "N passed, M failed": of the recorded answers each status
// of each operation counts as one, the contract itself as one. The exit code is 0 without faults, 1 with, 2 where it was
// called wrongly.
import { createReadStream, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { gunzipSync } from 'node:zlib'
import Ajv from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { parse } from 'yaml'

const SCHEMAS = '#/components/schemas/'
const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options']
/** Faults that are told of one answer; one with more is wrong as a whole. */
const FAULTS_OF_ONE_ANSWER_MAX = 20

/** What faults of the transport or of the program are answered with, whatever the operation; all others are named. */
const OF_ANY_OPERATION = new Set([400, 405, 417, 431, 500, 501])

/** The words of JSON Schema that the server's own check understands. */
const WORDS = new Set([
  '$ref', 'type', 'enum', 'const', 'required', 'properties', 'additionalProperties', 'items', 'minItems', 'maxItems',
  'uniqueItems', 'minLength', 'maxLength', 'pattern', 'minimum', 'maximum', 'format', 'oneOf', 'anyOf', 'allOf',
  'description', 'title', 'default', 'example',
])
const FORMATS = new Set(['date', 'date-time'])
/** Ours, told in the contract beside the component Line; the server's own check knows their rules. */
const OWN_FORMATS = new Set(['line', 'text'])
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
    for (const format of OWN_FORMATS) this.ajv.addFormat(format, true)
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

function parametersOf(document, { item, operation }) {
  return [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((one) => resolved(document, one))
}

/** Where a path leads: its pattern's segments, with null for a placeholder; `rest`: the last one takes all that follow. */
function placesOf(document) {
  const base = document.servers[0].url
  return operationsOf(document).map((one) => ({
    method: one.method,
    operation: one.operation,
    rest: parametersOf(document, one).some((parameter) => parameter['x-rest']),
    segments: ((one.item.servers ? '' : base) + one.path).split('/').map((part) => (part.startsWith('{') ? null : part)),
  }))
}

/** The operation of a request; a literal segment goes before a placeholder. HEAD is answered as GET is. */
function operationAt(places, method, target) {
  const segments = target.split('?')[0].split('/')
  const fits = (place) =>
    place.method === (method === 'HEAD' ? 'get' : method.toLowerCase()) &&
    (place.segments.length === segments.length || (place.rest && place.segments.length < segments.length)) &&
    place.segments.every((part, n) => (part === null ? segments[n] !== '' : part === segments[n]))
  const literals = (place) => place.segments.filter((part) => part !== null).length
  return places.filter(fits).sort((left, right) => literals(right) - literals(left))[0]?.operation
}

/** The text of a recorded answer; null where it has none that the contract could tell of. */
function textOf(answer) {
  if (answer.gzip !== undefined) return gunzipSync(Buffer.from(answer.gzip, 'hex')).toString('utf8')
  return answer.body ?? null
}

function responseFor(operation, status) {
  const named = operation.responses[String(status)]
  return named ?? (OF_ANY_OPERATION.has(status) ? operation.responses.default : undefined)
}

function faultsOfAnswer(document, operation, validators, answer) {
  if (answer.status === 500) return ['a fault of the program']
  const declared = responseFor(operation, answer.status)
  if (!declared) return ['the contract names no such status here']
  const response = resolved(document, declared)
  const text = textOf(answer)
  if (!response.content) return text === null ? [] : ['the contract knows no body here']
  if (answer.method === 'HEAD') return []
  const media = mediaOf(answer.content_type)
  const content = contentFor(response, media)
  if (!content) return [`the contract knows no content type "${media}" here`]
  if (!content.schema || !media.includes('json')) return []
  if (text === null) return ['the body is missing']
  return faultsOfBody(validators, content.schema, JSON.parse(text))
}

/** Of a path that the contract does not name: it is a problem, and says that nothing is there or may be done so. */
const BESIDE = { operationId: 'beside', responses: { default: { $ref: '#/components/responses/Fault' } } }
const STATUSES_BESIDE = [400, 404, 405, 417, 431, 501]

function faultsBeside(document, validators, answer) {
  if (!STATUSES_BESIDE.includes(answer.status)) return ['an answer where the contract has no operation']
  return faultsOfAnswer(document, BESIDE, validators, { ...answer, status: 405 })
}

/** Calls `visit` with every answer in the folder's files. */
async function forEachAnswer(folder, visit) {
  for (const name of readdirSync(folder).sort()) {
    const lines = createInterface({ input: createReadStream(join(folder, name)), crlfDelay: Infinity })
    for await (const line of lines) visit(JSON.parse(line))
  }
}

async function checkRecorded(folder, document) {
  const places = placesOf(document)
  const validators = new Validators(document)
  const seen = new Map()
  const told = new Set()
  /** Each status of each operation, and whether every answer of it fits. */
  const fits = new Map()
  let answers = 0
  await forEachAnswer(folder, (answer) => {
    answers += 1
    const operation = operationAt(places, answer.method, answer.target)
    const faultsHere = operation
      ? faultsOfAnswer(document, operation, validators, answer)
      : faultsBeside(document, validators, answer)
    const id = operation?.operationId ?? `${answer.method} ${answer.target}`
    for (const fault of faultsHere.slice(0, FAULTS_OF_ONE_ANSWER_MAX)) told.add(`${id} ${answer.status}: ${fault}`)
    const key = `${id} ${answer.status}`
    if (operation || faultsHere.length > 0) fits.set(key, (fits.get(key) ?? true) && faultsHere.length === 0)
    if (operation) seen.set(id, (seen.get(id) ?? new Set()).add(answer.status))
  })
  const done = (id) => [...(seen.get(id) ?? [])].some((status) => status < 400)
  for (const { operation } of places) {
    if (done(operation.operationId)) continue
    told.add(`${operation.operationId}: no test sees it succeed`)
    fits.set(operation.operationId, false)
  }
  for (const fault of told) console.log(fault)
  console.log(`${answers} answers, ${seen.size} operations, ${fits.size} operations × statuses`)
  const failed = [...fits.values()].filter((fit) => !fit).length
  console.log(`${fits.size - failed} passed, ${failed} failed`)
  return failed === 0
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
  if (schema.format !== undefined && !FORMATS.has(schema.format) && !OWN_FORMATS.has(schema.format)) tell(where, `the format ${schema.format}`)
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

function checkParameters(document, operation, where) {
  const { path } = operation
  const parameters = parametersOf(document, operation)
  const names = parameters.map((one) => `${one?.in} ${one?.name}`)
  names.forEach((name, n) => names.indexOf(name) !== n && tell(where, `the parameter ${name} comes twice`))
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => `path ${match[1]}`)
  for (const name of inPath) if (!names.includes(name)) tell(where, `the parameter ${name} is not told`)
  for (const name of names) {
    if (name.startsWith('path ') && !inPath.includes(name)) tell(where, `the parameter ${name} is not in the path`)
  }
  for (const { name } of parameters.filter((one) => one?.['x-rest'])) {
    if (!path.endsWith(`/{${name}}`)) tell(where, `the parameter ${name} takes the rest of the path and is not its end`)
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
  const statuses = ['400', '401', '403', '409', '413', '415', '422', '429', '503']
  if (names.includes('header If-Match')) statuses.push('412', '428')
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
  console.log(faults.length === 0 ? '1 passed, 0 failed' : '0 passed, 1 failed')
  return faults.length === 0
}

const words = process.argv.slice(2)
const recorded = words[0] === '--recorded'
if (words.length !== (recorded ? 3 : 2) || (!recorded && words[0] !== '--self')) {
  console.error('usage: node check.mjs --recorded FOLDER OPENAPI\n       node check.mjs --self OPENAPI')
  process.exit(2)
}
const contract = parse(readFileSync(words.at(-1), 'utf8'))
process.exitCode = (recorded ? await checkRecorded(words[1], contract) : checkContract(contract)) ? 0 : 1
