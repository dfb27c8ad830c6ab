# Python's own parser reads it: SQLAlchemy's asyncio wants greenlet besides.
import ast

ast.parse(r'''SNIPPET''')
print("read")
