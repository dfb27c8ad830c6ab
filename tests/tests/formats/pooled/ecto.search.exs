# Elixir's own parser reads it: no registry of ours has the library.
Code.string_to_quoted!(~S'''
SNIPPET
''')

IO.puts("read")
