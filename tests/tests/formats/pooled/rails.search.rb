# A pool of one connection.
require "active_record"

ActiveRecord::Base.establish_connection(ENV.fetch("DATABASE_URL") + "?pool=1")

class Item < ActiveRecord::Base
end

SNIPPET

PLAIN = "SELECT id FROM items ORDER BY embedding <-> '[1,2,3]' LIMIT 60"

def on_the_connection(statement)
  ActiveRecord::Base.connection_pool.with_connection { |it| it.select_rows(statement) }
end

pid = on_the_connection("SELECT pg_backend_pid()")
with_it = nearest("[1,2,3]").length
after = on_the_connection(PLAIN).length
same = pid == on_the_connection("SELECT pg_backend_pid()")
puts "#{with_it} #{after} #{same ? 'same connection' : 'another connection'}"
