"""Who speaks when: segmentation, voice prints, clustering, and what they say together."""
