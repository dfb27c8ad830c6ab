revision = "bbb"
down_revision = None
