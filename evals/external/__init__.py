"""Sets that nobody here wrote: XQuAD and CMRC2018, read from a folder that the user names. Nothing of them is kept here.

folder        the folder as search tasks and as questions about other documents
searching     the project's own legs, and the whole search, over other people's paragraphs
abstaining    how many questions about other documents are refused when they are asked as they are
outcome       what came out, as a record and as tables
"""
