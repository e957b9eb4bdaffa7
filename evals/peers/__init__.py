"""What a user would otherwise pick, on the same questions: an optional extra with requirements of its own (README.md).

editions    the document as each peer gets it: the source in Chinese, the rendering in English, a line to a row
reader      the ideal reader, who is right whenever the passages hold the whole answer
rows        peers that need nothing but Python: keywords over rows, SQLite's full-text search
langchain_quickstart, others   peers that need libraries
side_by_side   every peer and this assistant on the same questions
"""
