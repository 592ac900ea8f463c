# Reads Atom feeds by the rules of RFC 4287, as Ruby's own library has them: what must be there, what may be there once,
# what may not be there. Prints a line for each feed that breaks one.
require 'rss'

ARGV.each do |path|
  RSS::Parser.parse(File.read(path), true, false)
rescue RSS::Error, RSS::NotWellFormedError => error
  puts "#{path}: #{error.message.lines.first.strip}"
end
