project = "greet"
extensions = ["sphinx.ext.doctest"]
root_doc = "index"
