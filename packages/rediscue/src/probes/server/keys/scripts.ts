/**
 * Signs of attacks among the values of keys: a crontab line that fetches a program, an SSH key with or without padding. The
 * values never leave the server, and it is two commands for it, however many keys. Only for servers whose whole data
 * is small, because every value is looked at in full. Keys that are no strings have no sign.
 *
 * ARGV: number of keys in this database, those keys, keys of database 0 (attackers do not select another one).
 * Reply: rows of key and sign for the keys that hold a string.
 */
export const signScript = `
local function sign_of(value)
  local text = string.lower(value)
  for line in string.gmatch(text, '[^\\r\\n]+') do
    local field = '[%d%*][%d%*/,%-]*%s+'
    local named = '[%w%*][%w%*/,%-]*%s+'
    local cron = string.find(line, '^%s*' .. field .. field .. field .. named .. named .. '%S') or string.find(line, '^%s*@%l+%s+%S')
    local fetch = string.find(line, 'curl', 1, true) or string.find(line, 'wget', 1, true) or string.find(line, '/bin/%l*sh') or string.find(line, 'base64', 1, true)
      or string.find(line, '/dev/tcp/', 1, true) or string.find(line, 'https?://.*|%s*%l*sh')
    if cron and fetch then return 'cron' end
  end
  if string.find(text, 'ssh%-%w+ aaaa') or string.find(text, 'ecdsa%-sha2%-%w+ aaaa') then
    if string.find(text, '^%s*\\n') then return 'ssh-padded' end
    return 'ssh'
  end
  return ''
end
local rows = {}
local function look(keys)
  if #keys == 0 then return nil end
  local values = redis.pcall('MGET', unpack(keys))
  if values.err then return values end
  for index, key in ipairs(keys) do
    local value = values[index]
    if type(value) == 'string' then
      local sign = ''
      if #value <= 8192 then sign = sign_of(value) end
      rows[#rows + 1] = { string.sub(key, 1, 512), sign }
    end
  end
end
local here, there = {}, {}
for index = 2, #ARGV do
  if index <= 1 + tonumber(ARGV[1]) then here[#here + 1] = ARGV[index] else there[#there + 1] = ARGV[index] end
end
local refused = look(here)
if refused then return refused end
if #there > 0 and redis.pcall('SELECT', '0').ok then look(there) end
return rows
`;

/**
 * Type, memory and expiry of given keys; three commands a key for the server. It stops at the first key that the account may
 * not touch, because each refusal is written to the server's ACL log. ARGV: keys. Reply: rows of key, type, bytes (-1 unknown),
 * PTTL (-3 unknown); a key that is gone has none.
 */
export const measureScript = `
local rows = {}
for _, key in ipairs(ARGV) do
  local kind = redis.pcall('TYPE', key)
  if kind.err then
    if not string.find(kind.err, 'cluster node') then break end
  elseif kind.ok ~= 'none' then
    local bytes = redis.pcall('MEMORY', 'USAGE', key, 'SAMPLES', '5')
    if type(bytes) ~= 'number' then bytes = -1 end
    local ttl = redis.pcall('PTTL', key)
    if type(ttl) ~= 'number' then ttl = -3 end
    rows[#rows + 1] = { string.sub(key, 1, 512), kind.ok, bytes, ttl }
  end
end
return rows
`;

/**
 * The biggest of the next keys, by memory alone: the search for one outsized key.
 * ARGV: cursor, SCAN's COUNT, MATCH. Reply: next cursor, number of keys looked at, rows of the three biggest as above.
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
  rows[index] = { string.sub(entry[1], 1, 512), kind.ok or 'unknown', entry[2], -3 }
end
return { scan[1], looked, rows }
`;
