"""The stages: one file, one public function each, from Document to Document. They do not import
each other; what one needs from another it reads from the document's layers."""
