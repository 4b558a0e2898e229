/**
 * Looks at a few keys in one command, inside the server, so that values never leave it: type, memory, expiry, and
 * whether a short string is a crontab line that fetches a program, or a padded SSH key.
 *
 * ARGV: SCAN's COUNT, MATCH, number of names that are looked for in this database, those names, names that are also looked for
 * in database 0 (attackers do not select another one). Reply: sampled rows, rows of names, 1 when the account may not touch a key.
 * A row: key, type, bytes (-1 unknown), PTTL (-3 unknown), sign. It stops at the first key that the account may not touch,
 * because each refusal is written to the server's ACL log. Runs on every version that has EVAL and SCAN.
 */
export const sampleScript = `
local refused = 0
local function sign_of(value)
  local text = string.lower(value)
  for line in string.gmatch(text, '[^\\r\\n]+') do
    local field = '[%d%*][%d%*/,%-]*%s+'
    local named = '[%w%*][%w%*/,%-]*%s+'
    local cron = string.find(line, '^%s*' .. field .. field .. field .. named .. named .. '%S') or string.find(line, '^%s*@%l+%s+%S')
    local fetch = string.find(line, 'curl', 1, true) or string.find(line, 'wget', 1, true) or string.find(line, '/bin/%l*sh') or string.find(line, 'base64', 1, true) or string.find(line, '/dev/tcp/', 1, true) or string.find(line, 'https?://.*|%s*%l*sh')
    if cron and fetch then return 'cron' end
  end
  if string.find(text, 'ssh%-%w+ aaaa') or string.find(text, 'ecdsa%-sha2%-%w+ aaaa') then
    if string.find(text, '^%s*\\n') then return 'ssh-padded' end
    return 'ssh'
  end
  return ''
end
local function look(key)
  local kind = redis.pcall('TYPE', key)
  if kind.err then
    if not string.find(kind.err, 'cluster node') then refused = 1 end
    return nil
  end
  kind = kind.ok
  if kind == 'none' then return nil end
  local bytes = redis.pcall('MEMORY', 'USAGE', key, 'SAMPLES', '5')
  if type(bytes) ~= 'number' then bytes = -1 end
  local ttl = redis.pcall('PTTL', key)
  if type(ttl) ~= 'number' then ttl = -3 end
  local sign = ''
  if kind == 'string' and bytes <= 4608 then
    local size = bytes
    if size < 0 then size = redis.pcall('STRLEN', key) end
    if type(size) == 'number' and size <= 4608 then
      local value = redis.pcall('GET', key)
      if type(value) == 'string' then sign = sign_of(value) end
    end
  end
  return { string.sub(key, 1, 512), kind, bytes, ttl, sign }
end
local sampled, named = {}, {}
local scan = redis.pcall('SCAN', '0', 'MATCH', ARGV[2], 'COUNT', ARGV[1])
if scan.err then return scan end
for index, key in ipairs(scan[2]) do
  if index > 2 * tonumber(ARGV[1]) or refused == 1 then break end
  local row = look(key)
  if row then sampled[#sampled + 1] = row end
end
local here = tonumber(ARGV[3])
for index = 4, #ARGV do
  if refused == 1 then break end
  if index == 4 + here and type(redis.pcall('SELECT', '0')) == 'table' then here = -1 end
  local row = look(ARGV[index])
  if row then named[#named + 1] = row end
end
return { sampled, named, refused }
`;

/**
 * The biggest of the next keys, by memory alone: the search for one outsized key.
 * ARGV: cursor, SCAN's COUNT, MATCH. Reply: next cursor, number of keys looked at, rows of the three biggest (key, type, bytes).
 */
export const searchScript = `
local top = {}
local looked = 0
local scan = redis.pcall('SCAN', ARGV[1], 'MATCH', ARGV[3], 'COUNT', ARGV[2])
if scan.err then return scan end
for _, key in ipairs(scan[2]) do
  local bytes = redis.pcall('MEMORY', 'USAGE', key, 'SAMPLES', '5')
  if type(bytes) == 'table' then return bytes end
  if type(bytes) == 'number' then
    looked = looked + 1
    top[#top + 1] = { key, bytes }
    table.sort(top, function(a, b) return a[2] > b[2] end)
    top[4] = nil
  end
end
local rows = {}
for index, entry in ipairs(top) do
  local kind = redis.pcall('TYPE', entry[1])
  rows[index] = { string.sub(entry[1], 1, 512), kind.ok or 'unknown', entry[2] }
end
return { scan[1], looked, rows }
`;
