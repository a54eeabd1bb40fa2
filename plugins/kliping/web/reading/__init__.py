"""The reading room: pages for analysts over the published copy, for ``kliping read`` and beside the desk.

It is the desk's application with another first page: same access control, same catalogue of words, same headers.
"""
